package io.skylark.cli.tools;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.SendReceipt;
import io.skylark.message.StoredMessage;
import io.skylark.message.SysFlag;
import io.skylark.protocol.body.MessageQueue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The lines of the tutorial's programs as RocketMQ 5.5.0 prints them: scripts look for them.
final class TutorialText {
    private TutorialText() {}

    static String sendResult(SendReceipt receipt) {
        MessageQueue queue = receipt.queue();
        return "SendResult [sendStatus=" + receipt.status() + ", msgId=" + receipt.messageId()
                + ", offsetMsgId=" + receipt.offsetMessageId()
                + ", messageQueue=MessageQueue [topic=" + queue.topic() + ", brokerName=" + queue.brokerName()
                + ", queueId=" + queue.queueId() + "], queueOffset=" + receipt.queueOffset() + ", recallHandle=null]";
    }

    static String messages(List<ReceivedMessage> messages) {
        return messages.stream().map(TutorialText::message).collect(Collectors.joining(", ", "[", "]"));
    }

    /// The compression bit is shown as cleared: the body is unpacked.
    private static String message(ReceivedMessage message) {
        StoredMessage stored = message.stored();
        return "MessageExt [brokerName=" + message.queue().brokerName() + ", queueId=" + stored.queueId()
                + ", storeSize=" + stored.storedSizeBytes() + ", queueOffset=" + stored.queueOffset()
                + ", sysFlag=" + (stored.sysFlag() & ~SysFlag.COMPRESSED)
                + ", bornTimestamp=" + stored.bornTime() + ", bornHost=" + stored.bornHost().toSocketAddress()
                + ", storeTimestamp=" + stored.storeTime() + ", storeHost=" + stored.storeHost().toSocketAddress()
                + ", msgId=" + stored.offsetMessageId() + ", commitLogOffset=" + stored.position()
                + ", bodyCRC=" + stored.bodyCrc() + ", reconsumeTimes=" + message.reconsumeTimes()
                + ", preparedTransactionOffset=" + stored.preparedTransactionPosition()
                + ", toString()=Message{topic='" + message.topic() + "', flag=" + stored.flag()
                + ", properties=" + new HashMap<>(message.properties())
                + ", body=" + Arrays.toString(message.body()) + ", transactionId='null'}]";
    }

    /// A client of the name server of `-n address`, or else of the one that the process was told of.
    static SkylarkClient connect(String[] arguments) {
        return nameServer(arguments).map(SkylarkClient::connect).orElseGet(SkylarkClient::connect);
    }

    static Optional<String> nameServer(String[] arguments) {
        int option = List.of(arguments).indexOf("-n");
        return option < 0 || option + 1 == arguments.length ? Optional.empty() : Optional.of(arguments[option + 1]);
    }
}
