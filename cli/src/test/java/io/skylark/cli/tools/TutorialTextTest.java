package io.skylark.cli.tools;

import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.SendReceipt;
import io.skylark.client.producer.SendStatus;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.body.MessageQueue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TutorialTextTest {
    private static final MessageQueue QUEUE = new MessageQueue("OffTest", "broker-a", 1);

    /// The lines are those of the official client 5.5.0 for the same message, but for the order of the properties.
    @Test
    void printsAReceiptAsTheOfficialClientDoes() {
        SendReceipt receipt = new SendReceipt(
                SendStatus.SEND_OK, "FD000000000000000000000000000002243030946E096FD636BF0000",
                "7F000001000051AF0000000000000000", QUEUE, 0, null);
        assertThat(TutorialText.sendResult(receipt)).isEqualTo(
                "SendResult [sendStatus=SEND_OK, msgId=FD000000000000000000000000000002243030946E096FD636BF0000, "
                        + "offsetMsgId=7F000001000051AF0000000000000000, messageQueue=MessageQueue [topic=OffTest, "
                        + "brokerName=broker-a, queueId=1], queueOffset=0, recallHandle=null]");
    }

    @Test
    void printsMessagesAsTheOfficialClientDoes() {
        Host born = Host.of(new byte[] {127, 0, 0, 1}, 35116);
        Host store = Host.of(new byte[] {127, 0, 0, 1}, 20911);
        MessageDraft draft = new MessageDraft(
                bytes("OffTest"), 1, 0, 0, 1795367509695L, born, store, 0, 0,
                ByteBuffer.wrap(bytes("Hello RocketMQ 0")), ByteBuffer.wrap(bytes("TAGS\u0001TagA\u0002")));
        ByteBuffer stored = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(stored, 1795367509824L);
        stored.flip();
        MessageLayout.place(stored, 0, 0, 0);
        ReceivedMessage message = ReceivedMessage.of(StoredMessage.decode(stored), QUEUE, 0, Map.of());
        assertThat(TutorialText.messages(List.of(message))).isEqualTo(
                "[MessageExt [brokerName=broker-a, queueId=1, storeSize=124, queueOffset=0, sysFlag=0, "
                        + "bornTimestamp=1795367509695, bornHost=/127.0.0.1:35116, storeTimestamp=1795367509824, "
                        + "storeHost=/127.0.0.1:20911, msgId=7F000001000051AF0000000000000000, commitLogOffset=0, "
                        + "bodyCRC=613185359, reconsumeTimes=0, preparedTransactionOffset=0, "
                        + "toString()=Message{topic='OffTest', flag=0, properties={TAGS=TagA}, body=[72, 101, 108, "
                        + "108, 111, 32, 82, 111, 99, 107, 101, 116, 77, 81, 32, 48], transactionId='null'}]]");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void takesTheNameServerFromTheCommandLine() {
        assertThat(TutorialText.nameServer(new String[] {"-n", "a:1;b:2"})).contains("a:1;b:2");
        assertThat(TutorialText.nameServer(new String[] {"-n"})).isEmpty();
        assertThatThrownBy(() -> TutorialText.connect(new String[] {"-n", "nonsense"}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
