package io.skylark.cli.tools;

import io.skylark.client.SkylarkClient;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;

/// The tutorial's producer: 1000 messages, a line for each.
public final class QuickstartProducer {
    private static final int MESSAGES = 1000;

    private QuickstartProducer() {}

    /// Exit code 1 when a message was not sent.
    public static void main(String[] arguments) {
        try (SkylarkClient client = TutorialText.connect(arguments)) {
            Producer producer = client.producer("please_rename_unique_group_name").build();
            for (int i = 0; i < MESSAGES; i++) {
                Message message = Message.of("TopicTest", "Hello RocketMQ " + i).withTag("TagA");
                System.out.printf("%s%n", TutorialText.sendResult(producer.send(message)));
            }
        } catch (SkylarkException | IllegalArgumentException failure) {
            System.err.println(failure.getMessage());
            System.exit(1);
        }
    }
}
