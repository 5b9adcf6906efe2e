package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;

/// What a failure says.
public final class Failures {
    private Failures() {}

    public static void main(String[] arguments) {
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("shop").build()) {
            // region: failures
            try {
                producer.send(Message.of("orders", "hello"));
            } catch (SkylarkException failure) {
                System.err.println(failure.getMessage()); // what, why, and the next step
                failure.server().ifPresent(server -> System.err.println("asked: " + server));
                String advice = failure.retryable() ? "try again later" : "do not try again";
                System.err.println("code " + failure.code() + ": " + advice);
            }
            // end
        }
    }
}
