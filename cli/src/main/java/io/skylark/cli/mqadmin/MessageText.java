package io.skylark.cli.mqadmin;

import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Messages as the commands print them.
final class MessageText {
    private static final Path BODIES = Path.of("/tmp/rocketmq/msgbodys");

    private MessageText() {}

    /// One fact a line; the body goes into a file.
    ///
    /// @param charset in which the body is shown as well, empty for not at all
    static void details(Call call, ReceivedMessage message, boolean offsetId, Optional<String> charset, String suffix) {
        StoredMessage stored = message.stored();
        if (offsetId) {
            line(call, "OffsetID:", stored.offsetMessageId());
        }
        line(call, "Topic:", stored.topic());
        line(call, "Tags:", "[" + stored.tags() + "]");
        line(call, "Keys:", "[" + stored.property(PropertyNames.KEYS) + "]");
        line(call, "Queue ID:", stored.queueId());
        line(call, "Queue Offset:", stored.queueOffset());
        line(call, "CommitLog Offset:", stored.position());
        line(call, "Reconsume Times:", stored.reconsumeTimes());
        line(call, "Born Timestamp:", call.times().millis(stored.bornTime()));
        line(call, "Store Timestamp:", call.times().millis(stored.storeTime()));
        line(call, "Born Host:", stored.bornHost());
        line(call, "Store Host:", stored.storeHost());
        line(call, "System Flag:", stored.sysFlag());
        line(call, "Properties:", new TreeMap<>(stored.properties()));
        line(call, "Message Body Path:", write(message, suffix));
        charset.ifPresent(name -> line(call, "Message Body:", new String(message.body(), Charset.forName(name))));
    }

    private static void line(Call call, String name, Object value) {
        call.print("%-20s %s%n", name, value);
    }

    private static Path write(ReceivedMessage message, String suffix) {
        Path file = BODIES.resolve(message.messageId().replace('/', '_') + suffix);
        try {
            Files.createDirectories(BODIES);
            Files.write(file, message.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /// All in one line.
    static String of(ReceivedMessage message, String broker) {
        StoredMessage stored = message.stored();
        return "MessageExt [brokerName=" + broker + ", queueId=" + stored.queueId() + ", storeSize="
                + stored.storedSizeBytes() + ", queueOffset=" + stored.queueOffset() + ", sysFlag=" + stored.sysFlag()
                + ", bornTimestamp=" + stored.bornTime() + ", bornHost=/" + stored.bornHost() + ", storeTimestamp="
                + stored.storeTime() + ", storeHost=/" + stored.storeHost() + ", msgId=" + stored.offsetMessageId()
                + ", commitLogOffset=" + stored.position() + ", bodyCRC=" + stored.bodyCrc() + ", reconsumeTimes="
                + stored.reconsumeTimes() + ", preparedTransactionOffset=" + stored.preparedTransactionPosition()
                + ", toString()=Message{topic='" + stored.topic() + "', flag=" + stored.flag() + ", properties="
                + new TreeMap<>(stored.properties()) + ", body=" + Arrays.toString(message.body())
                + ", transactionId='" + stored.property(PropertyNames.TRANSACTION_ID) + "'}]";
    }

    /// With its id before it and its body behind it.
    static void print(Call call, ReceivedMessage message, Optional<String> charset) {
        call.print("MSGID: %s %s BODY: %s%n", message.messageId(), of(message, message.queue().brokerName()),
                charset.map(name -> new String(message.body(), Charset.forName(name))).orElse("NOT PRINT BODY"));
    }

    /// What groups did with a message, one a line.
    static void tracks(Call call, List<String> tracks, boolean separateLines) {
        if (tracks.isEmpty()) {
            call.print("%n%nWARN: No Consumer");
            return;
        }
        call.print("%n%n");
        tracks.forEach(track -> call.print(separateLines ? "%s%n" : "%s", track));
    }

    static Optional<String> charset(Call call, String option) {
        return Optional.of(call.options().text(option, StandardCharsets.UTF_8.name()));
    }
}
