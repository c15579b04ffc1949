package dev.unroll.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class written by the Unroll compiler. Kept in class files so that coverage tools, which skip classes annotated
 * with a name containing "Generated", see it.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface GeneratedByUnroll {
    /** The {@code .rnn} file the class was made from, relative to its source root. */
    String value();
}
