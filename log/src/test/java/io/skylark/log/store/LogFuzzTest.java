package io.skylark.log.store;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skylark.log.EntryView;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.segment.CorruptLogException;
import io.skylark.log.segment.FrameReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/// Any bytes as frames, any bytes in a piece of any file of a store, and the same in an index or a snapshot that then gets
/// right checksums. Jazzer looks for new inputs of one test in a
/// process only, so the kinds of input share one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LogFuzzTest {
    private static final int MESSAGES = 40;

    private final ModelQueues model = new ModelQueues();
    private final ForgedStore forged = new ForgedStore();
    private FaultyDisk whole = new FaultyDisk(1);

    @BeforeAll
    void writeAStore() {
        forged.write();
        try (StoreFixture fixture = StoreFixture.on(whole)) {
            for (int i = 0; i < MESSAGES; i++) {
                ModelQueues.Send send = new ModelQueues.Send(ModelQueues.topic(i % 2), 0, i + " " + "x".repeat(i * 20));
                fixture.send(Drafts.keyed(send));
                model.apply(send);
            }
        }
        whole = whole.kill();
    }

    /// @param input begins with the kind of input
    @FuzzTest(maxDuration = "5m")
    void readsAnyBytes(byte[] input) {
        if (input.length > 0 && (input[0] & 1) == 0) {
            readFrames(Arrays.copyOfRange(input, 1, input.length));
        } else if (input.length > 4) {
            int at = (input[2] & 0xFF) << 8 | (input[3] & 0xFF);
            byte[] bytes = Arrays.copyOfRange(input, 4, input.length);
            if ((input[0] & 2) == 0) {
                startWith(input[1] & 0xFF, at, bytes);
            } else {
                startWithForged(input[1] & 0xFF, at, bytes);
            }
        }
    }

    /// They are frames or have a fault; nothing is thrown, and a frame lies within the bytes.
    private static void readFrames(byte[] segment) {
        FrameReader reader = new FrameReader();
        EntryView view = new EntryView();
        ByteBuffer source = ByteBuffer.wrap(segment);
        int at = 0;
        while (at < segment.length && reader.fault(source, at, at) == null) {
            int next = FrameReader.read(source, at, at, view);
            assertThat(next).isGreaterThan(at).isLessThanOrEqualTo(segment.length);
            assertThat(view.bodyAt() + view.bodySize()).isLessThanOrEqualTo(segment.length);
            at = next;
        }
    }

    /// The store starts and holds what was sent, or refuses with a [CorruptLogException].
    private void startWith(int fileNumber, int place, byte[] bytes) {
        FaultyDisk damaged = whole.kill();
        List<String> files = damaged.list();
        String file = files.get(fileNumber % files.size());
        int size = damaged.content(file).length;
        int at = place % size;
        damaged.damage(file, at, Arrays.copyOf(bytes, Math.min(bytes.length, size - at)));
        try (StoreFixture fixture = StoreFixture.on(damaged)) {
            assertThat(ModelQueues.of(fixture)).isEqualTo(model);
        } catch (CorruptLogException refused) {
            assertThat(refused.file()).startsWith(damaged.folder());
        }
    }

    private void startWithForged(int fileNumber, int place, byte[] bytes) {
        List<String> files = new ArrayList<>(forged.files(ForgedStore.INDEX));
        files.addAll(forged.files(ForgedStore.SNAPSHOT));
        String file = files.get(fileNumber % files.size());
        byte[] content = forged.content(file);
        int at = place % content.length;
        System.arraycopy(bytes, 0, content, at, Math.min(bytes.length, content.length - at));
        ForgedStore.reseal(file, content);
        forged.openWith(file, content);
    }
}
