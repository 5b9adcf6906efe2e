package io.skylark.cli.tools;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.ReceivedMessage;
import java.util.List;

/// The tutorial's consumer: prints what it gets, until it is stopped.
public final class QuickstartConsumer {
    private QuickstartConsumer() {}

    /// Exit code 1 when it could not start.
    public static void main(String[] arguments) {
        try {
            run(arguments);
        } catch (SkylarkException | IllegalArgumentException failure) {
            System.err.println(failure.getMessage());
            System.exit(1);
        }
    }

    private static void run(String[] arguments) {
        SkylarkClient client = TutorialText.connect(arguments);
        Runtime.getRuntime().addShutdownHook(new Thread(client::close, "close"));
        var _ = client.pushConsumer("please_rename_unique_group_name_4")
                .subscribe("TopicTest", "*")
                .startFrom(StartFrom.FIRST)
                .onBatch(1, QuickstartConsumer::print)
                .start();
        System.out.printf("Consumer Started.%n");
    }

    private static ConsumeOutcome print(List<ReceivedMessage> messages) {
        System.out.printf("%s Receive New Messages: %s %n",
                Thread.currentThread().getName(), TutorialText.messages(messages));
        return ConsumeOutcome.SUCCESS;
    }
}
