package io.skylark.bench.load;

import io.skylark.bench.frame.Answer;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class QueueCursorsTest {
    private static final int QUEUE = 2;
    private final Tally tally = new Tally();
    private final QueueCursors cursors = new QueueCursors(new long[] {0, 0, 7}, tally);

    private static byte[] message(int queue, long offset) {
        Host host = Host.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        MessageDraft draft = new MessageDraft("T".getBytes(StandardCharsets.UTF_8), queue, 0, 0, 1, host, host, 0, 0,
                ByteBuffer.allocate(50), ByteBuffer.allocate(0));
        ByteBuffer target = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(target, 2);
        MessageLayout.place(target, 0, offset, 0);
        return target.array();
    }

    private static Answer answer(byte[]... messages) {
        ByteBuffer body = ByteBuffer.allocate(1000);
        for (byte[] message : messages) {
            body.put(message);
        }
        ByteBuffer frame = ByteBuffer.wrap(CommandCodec.encode(
                Command.response(0, "FOUND").withOpaque(1).withBody(body.flip()), SerializeType.JSON));
        return new Answer().read(frame, Answer.frameBytes(frame));
    }

    @Test
    void movesBehindWhatItTakes() {
        int[] seen = {0};
        int count = cursors.take(answer(message(QUEUE, 7), message(QUEUE, 8)), QUEUE, (source, at) -> seen[0]++);
        assertThat(count).isEqualTo(2).isEqualTo(seen[0]);
        assertThat(cursors.next(QUEUE)).isEqualTo(9);
        assertThat(cursors.bodyBytes()).isEqualTo(100);
        assertThat(tally.failures()).isEmpty();
    }

    @Test
    void aGapIsAFailureAndReadingGoesOnBehindIt() {
        cursors.take(answer(message(QUEUE, 7), message(QUEUE, 9)), QUEUE, Arrived.Visitor.NONE);
        assertThat(cursors.next(QUEUE)).isEqualTo(10);
        assertThat(tally.failures()).containsOnlyKeys("pull: a message is not the next of its queue");
    }

    @Test
    void aMessageOfAnotherQueueIsAFailure() {
        cursors.take(answer(message(1, 7)), QUEUE, Arrived.Visitor.NONE);
        assertThat(tally.failures()).containsOnlyKeys("pull: a message is not the next of its queue");
    }

    @Test
    void bytesThatAreNoMessageAreAFailure() {
        byte[] broken = message(QUEUE, 7);
        broken[4] ^= 1;
        assertThat(cursors.take(answer(broken), QUEUE, Arrived.Visitor.NONE)).isZero();
        byte[] cut = Arrays.copyOf(message(QUEUE, 7), 60);
        assertThat(cursors.take(answer(cut), QUEUE, Arrived.Visitor.NONE)).isZero();
        assertThat(tally.failures()).containsEntry("pull: what came is no message", 2L);
    }

    @Test
    void anAnswerWithoutMessagesIsAFailure() {
        cursors.take(answer(), QUEUE, Arrived.Visitor.NONE);
        assertThat(tally.failures()).containsOnlyKeys("pull: found, but nothing came");
    }
}
