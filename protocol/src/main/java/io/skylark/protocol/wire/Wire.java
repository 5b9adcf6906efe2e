package io.skylark.protocol.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The name of a record component on the wire, where it differs from the component's own.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Wire {
    /// The name that is written.
    String value();

    /// Other names that are read.
    String[] alias() default {};
}
