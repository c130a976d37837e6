/** Which state a facility was in: by a rule, or by what people say. */
package io.pfss.models.labels;
