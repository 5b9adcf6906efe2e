package io.skylark.broker;

import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Asks as `mqadmin` does: a code, fields and a body as text; and shows the whole answer as text.
final class AdminClient {
    private final Connection connection;

    AdminClient(Connection connection) {
        this.connection = connection;
    }

    /// Code, fields, remark and body of the answer.
    ///
    /// @param fields name, value, name, value
    String ask(int code, String... fields) {
        return askWithBody(code, "", fields);
    }

    String askWithBody(int code, String body, String... fields) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            map.put(fields[i], fields[i + 1]);
        }
        Command answer = RunningBroker.ask(connection, Command.request(
                code, 0, map, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8))));
        return answer.code() + " " + new TreeMap<>(answer.fields())
                + (answer.remark() == null ? "" : " " + answer.remark())
                + (answer.body().hasRemaining() ? " " + new String(answer.bodyBytes(), StandardCharsets.UTF_8) : "");
    }

    /// Creates a topic with two queues.
    String createTopic(String topic, String attributes) {
        return ask(17, "topic", topic, "defaultTopic", "TBW102", "readQueueNums", "2", "writeQueueNums", "2",
                "perm", "6", "topicFilterType", "SINGLE_TAG", "topicSysFlag", "0", "order", "true",
                "attributes", attributes);
    }
}
