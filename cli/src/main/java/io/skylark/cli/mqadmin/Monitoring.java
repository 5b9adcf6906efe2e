package io.skylark.cli.mqadmin;

import io.skylark.client.error.SkylarkException;
import io.skylark.message.TopicNames;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.api.ConsumerGroup;
import java.util.Optional;

/// `startMonitoring`: looks at all groups every minute until it is ended, and prints those that are behind or fail.
final class Monitoring {
    private static final long SECONDS_BETWEEN_ROUNDS = 60;
    private static final long BEHIND = 100_000;
    private static final long FAILED = 1;

    private Monitoring() {}

    static void start(Call call) {
        do {
            for (String topic : TopicQuestions.all(call)) {
                if (TopicNames.isRetry(topic)) {
                    look(call, topic.substring(TopicNames.RETRY_PREFIX.length()));
                }
            }
            call.out().flush();
        } while (BrokerCommands.waited(SECONDS_BETWEEN_ROUNDS));
    }

    private static void look(Call call, String group) {
        try {
            long behind = ProgressCommands.of(call, group, Optional.empty(), TopicNames.retryTopic(group)).behind();
            if (behind > BEHIND) {
                call.print("%s group %s is %d messages behind%n",
                        call.times().seconds(call.clock().millis()), group, behind);
            }
            for (ConsumerGroup.Connection member : ConnectionCommands.connections(call, group).connectionSet()) {
                call.admin().groups().running(group, member.clientId(), false).ifPresent(running ->
                        running.statusTable().forEach((topic, state) -> failures(call, group, topic, member, state)));
            }
        } catch (SkylarkException nobodyThere) {
            // a group without members is no reason for an alarm
            return;
        }
    }

    private static void failures(
            Call call, String group, String topic, ConsumerGroup.Connection member, ClientCalls.TopicState state) {
        if (state.consumeFailedMsgs() >= FAILED) {
            call.print("%s group %s, client %s failed to consume %d messages of topic %s in the last hour%n",
                    call.times().seconds(call.clock().millis()), group, member.clientId(), state.consumeFailedMsgs(),
                    topic);
        }
    }
}
