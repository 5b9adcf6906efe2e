package io.skylark.conformance;

import io.skylark.conformance.server.Layout;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// A scenario: runs once for each client version and header serialization. The method takes a [Run].
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(ClientMatrix.class)
public @interface EachClient {
    /// Which header serializations to run with: costly scenarios name one.
    HeaderType[] headers() default {HeaderType.JSON, HeaderType.ROCKETMQ};

    /// Which client versions to run with, for what the older ones cannot do; none means all.
    String[] clients() default {};

    /// Which server the scenario needs: the one that all share, or its own, which it may stop and kill.
    Needs server() default Needs.SHARED;

    /// How an own server is laid out in processes.
    Layout layout() default Layout.ONE_PROCESS;

    /// Lines for the configuration of an own server's broker.
    String[] config() default {};

    /// Whether clients look every 2 seconds which queues are theirs, instead of every 20: for scenarios that would wait for
    /// it, and are about something else.
    boolean balancesOften() default false;

    /// Whose server.
    enum Needs { SHARED, OWN }
}
