package io.pfss.pipeline.element;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Encodes a record as its components, in their order. Beam infers the coder of a record with {@code
 * DefaultCoder(RecordCoder.class)}.
 *
 * <p>A component is a whole number (a varint of 1 to 10 bytes), a {@code double}, a {@code
 * boolean}, an enumeration, an {@code Optional} of one, a {@code String}, {@code byte[]}, a list or
 * a map (their elements after their number), or what has a default coder.
 *
 * @param <T> the record
 */
public final class RecordCoder<T extends Record> extends CustomCoder<T> {
  /** Reflection takes time, and runners decode a step's coders again and again. */
  private static final ClassValue<RecordCoder<?>> CODERS =
      new ClassValue<>() {
        @Override
        protected RecordCoder<?> computeValue(Class<?> type) {
          return new RecordCoder<>(type.asSubclass(Record.class));
        }
      };

  private final Class<T> type;
  private final transient Constructor<T> constructor;
  private final transient List<Component> components;

  private RecordCoder(Class<T> type) {
    this.type = type;
    RecordComponent[] declared = type.getRecordComponents();
    this.components = Arrays.stream(declared).map(Component::of).toList();
    try {
      this.constructor =
          type.getDeclaredConstructor(
              Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("A record without its constructor: " + type, e);
    }

    constructor.setAccessible(true);
  }

  /**
   * The coder of a record.
   *
   * @throws IllegalArgumentException if a component has no encoding; the message names its type
   */
  @SuppressWarnings("unchecked")
  public static <T extends Record> RecordCoder<T> of(Class<T> type) {
    return (RecordCoder<T>) CODERS.get(type);
  }

  /** For {@link DefaultCoder}. */
  public static CoderProvider getCoderProvider() {
    return new CoderProvider() {
      @Override
      @SuppressWarnings("unchecked")
      public <T> Coder<T> coderFor(TypeDescriptor<T> type, List<? extends Coder<?>> parts)
          throws CannotProvideCoderException {
        if (!type.getRawType().isRecord()) {
          throw new CannotProvideCoderException(type + " is no record");
        }

        return (Coder<T>) of(type.getRawType().asSubclass(Record.class));
      }
    };
  }

  @Override
  public void encode(T value, OutputStream out) throws IOException {
    try {
      for (Component component : components) {
        component.encoding.writer().write(component.accessor.invoke(value), out);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A component of " + type + " cannot be read", e);
    }
  }

  @Override
  public T decode(InputStream in) throws IOException {
    Object[] values = new Object[components.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = components.get(i).encoding.reader().read(in);
    }

    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new CoderException(
          "No " + type.getSimpleName() + ": " + e.getTargetException().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    if (components.stream().anyMatch(each -> each.accessor.getReturnType() == Map.class)) {
      throw new NonDeterministicException(this, "A map has no order");
    }
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  @Override
  public TypeDescriptor<T> getEncodedTypeDescriptor() {
    return TypeDescriptor.of(type);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordCoder<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  private Object readResolve() {
    return of(type);
  }

  private record Component(Method accessor, Encoding<Object> encoding) {
    @SuppressWarnings("unchecked")
    static Component of(RecordComponent declared) {
      declared.getAccessor().setAccessible(true);
      return new Component(
          declared.getAccessor(), (Encoding<Object>) Encoding.of(declared.getGenericType()));
    }
  }
}
