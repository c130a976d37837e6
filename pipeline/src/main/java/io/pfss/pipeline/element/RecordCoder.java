// SPDX-License-Identifier: Apache-2.0
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
 * Encodes a Java record as its components, in declaration order. Beam infers the coder of a record
 * with {@code DefaultCoder(RecordCoder.class)}.
 *
 * <p>A component is an integer (a varint of 1 to 10 bytes), a {@code double}, a {@code boolean}, an
 * enum, an {@code Optional} of an enum, a {@code String}, a {@code byte[]}, a list or a map (the
 * size, then the elements), a type with a default coder, or another record.
 *
 * @param <T> the record
 */
public final class RecordCoder<T extends Record> extends CustomCoder<T> {
  /** Cached, because reflection is slow and runners deserialize the coders of a step repeatedly. */
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
      throw new IllegalStateException("Canonical constructor not found: " + type, e);
    }

    constructor.setAccessible(true);
  }

  /**
   * Returns the coder of a record.
   *
   * @throws IllegalArgumentException if a component has no encoding; the message names its type
   */
  @SuppressWarnings("unchecked")
  public static <T extends Record> RecordCoder<T> of(Class<T> type) {
    return (RecordCoder<T>) CODERS.get(type);
  }

  /** Returns the provider that {@link DefaultCoder} needs. */
  public static CoderProvider getCoderProvider() {
    return new CoderProvider() {
      @Override
      @SuppressWarnings("unchecked")
      public <T> Coder<T> coderFor(TypeDescriptor<T> type, List<? extends Coder<?>> parts)
          throws CannotProvideCoderException {
        if (!type.getRawType().isRecord()) {
          throw new CannotProvideCoderException(type + " is not a record");
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
      throw new IllegalStateException("Cannot read a component of " + type, e);
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
          "Invalid " + type.getSimpleName() + ": " + e.getTargetException().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot create " + type, e);
    }
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    if (components.stream().anyMatch(each -> each.accessor.getReturnType() == Map.class)) {
      throw new NonDeterministicException(this, "The order of a map is not defined");
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
