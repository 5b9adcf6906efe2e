package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.Admin;
import io.skylark.client.message.ReceivedMessage;

/// Looks at what groups gave up, and gives it to them again. (`mqadmin`, `skylark dlq`)
public final class DeadLetters {
    private DeadLetters() {}

    public static void main(String[] arguments) {
        try (SkylarkClient mq = Connection.open(arguments)) {
            // region: letters
            Admin admin = mq.admin();
            for (String group : admin.deadLetters().groups()) {
                System.out.println(group + " gave up " + admin.deadLetters().count(group) + " messages");
            }
            for (ReceivedMessage letter : admin.deadLetters().newest("billing", 10)) {
                System.out.println(letter.messageId() + " died at " + letter.storeTime());
                admin.messages().giveAgain("billing", letter); // to this group only, with all its attempts
            }
            // end
        }
    }
}
