package io.skylark.conformance.differential;

import io.skylark.conformance.wire.RawClient.Answer;
import java.io.IOException;
import java.util.List;

import static io.skylark.conformance.differential.Fields.NONE;
import static io.skylark.conformance.differential.Fields.property;

/// Requests that are replied to, replies that nobody waits for, and those that are refused.
final class ReplyScript {
    private static final String TOPIC = "DefaultCluster_REPLY_TOPIC";
    private static final int PUSH = 326;
    private static final List<String> PUSHED = List.of("producerGroup", "topic", "defaultTopic",
            "defaultTopicQueueNums", "queueId", "sysFlag", "flag", "reconsumeTimes", "unitMode", "properties");
    private static final List<String> ANSWERED = List.of("queueId", "queueOffset");

    private ReplyScript() {
    }

    static void play(Conversation server) throws IOException {
        server.prepare(34, "{\"clientID\":\"asker\",\"consumerDataSet\":[],"
                + "\"producerDataSet\":[{\"groupName\":\"askers\"}]}");
        try (Conversation replier = server.another()) {
            reply(server, replier, "short names", 325, 0);
            reply(server, replier, "long names", 324, 0);
            reply(server, replier, "refused", 325, 1);
            replier.step("reply to nobody", 325, "reply", ANSWERED, fields(property("REPLY_TO_CLIENT", "nobody")));
            replier.step("reply without a client", 325, "reply", ANSWERED, fields(""));
            replier.step("reply to a topic there is not", 325, "reply", ANSWERED,
                    Fields.send("NoSuchReplies", 0, property("REPLY_TO_CLIENT", "nobody"), "c", "NoTemplate"));
            replier.step("reply in a queue there is not", 325, "reply", ANSWERED,
                    Fields.send(TOPIC, 9, property("REPLY_TO_CLIENT", "nobody")));
            replier.step("replies that are stored", 11, "", NONE, Fields.pull(TOPIC, 0, 0));
        }
    }

    private static void reply(Conversation asker, Conversation replier, String name, int code, int accepted)
            throws IOException {
        String properties = property("REPLY_TO_CLIENT", "asker");
        int sent = replier.send(code, "the reply", code == 325 ? fields(properties) : names(properties));
        Answer push = asker.pushStep("push, " + name, PUSH, PUSHED, "topic", TOPIC);
        asker.answer(push, accepted);
        replier.answerStep("reply, " + name, sent, ANSWERED);
    }

    private static String all(String properties) {
        return property("MSG_TYPE", "reply") + property("CORRELATION_ID", "c") + property("TTL", "3000") + properties;
    }

    private static String[] fields(String properties) {
        return Fields.send(TOPIC, 0, all(properties));
    }

    private static String[] names(String properties) {
        return new String[] {"producerGroup", "pg", "topic", TOPIC, "defaultTopic", "TBW102", "defaultTopicQueueNums",
            "4", "queueId", "0", "sysFlag", "0", "bornTimestamp", "1700000000000", "flag", "0", "properties",
            all(properties), "reconsumeTimes", "0", "unitMode", "false", "batch", "false"};
    }
}
