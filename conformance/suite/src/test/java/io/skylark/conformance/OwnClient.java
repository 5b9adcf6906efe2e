package io.skylark.conformance;

import io.skylark.conformance.server.Layout;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A scenario of our own client, without an official one beside it. The method takes a [Run].
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(OwnClientRun.class)
public @interface OwnClient {
    /// Which server the scenario needs.
    EachClient.Needs server() default EachClient.Needs.SHARED;

    /// How an own server is laid out in processes.
    Layout layout() default Layout.ONE_PROCESS;

    /// Lines for the configuration of an own server's broker.
    String[] config() default {};
}
