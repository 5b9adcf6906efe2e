package io.skylark.log.store;

import io.skylark.log.Effort;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.segment.Forgery;
import io.skylark.log.segment.FrameLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Flipped bits, zeroed sectors, cut and lost files of every kind in a store that was closed in order: the start
/// refuses and names the file, or the damage changes nothing. Never are other messages delivered.
///
/// `-Dskylark.damages=<n>` damages each kind of file so often.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DamageTest {
    private static final int MESSAGES = 60;
    private static final String FIRST = "00000000000000000000.log";

    private final ModelQueues model = new ModelQueues();
    private FaultyDisk whole = new FaultyDisk(1);
    private int firstMessage;

    @BeforeAll
    void writeSeveralSegments() {
        try (StoreFixture fixture = StoreFixture.on(whole)) {
            Random random = new Random(11);
            for (int i = 0; i < MESSAGES; i++) {
                ModelQueues.Send send = new ModelQueues.Send(
                        ModelQueues.topic(i % 3), i % 2, i + " " + "x".repeat(random.nextInt(2000)));
                Sent.Result sent = fixture.send(Drafts.keyed(send));
                firstMessage = i == 0 ? (int) sent.positions()[0] : firstMessage;
                model.apply(send);
                if (i % 20 == 15) {
                    fixture.removeTopic("topic2");
                    model.apply(new ModelQueues.Remove("topic2"));
                }
            }
        }
        whole = whole.kill();
        assertThat(whole.list().stream().filter(name -> name.endsWith(".log"))).hasSizeGreaterThan(3);
    }

    @Test
    void refusesDamageOrIsUnharmed() {
        Map<String, List<String>> kinds = new TreeMap<>();
        whole.list().forEach(name -> kinds.computeIfAbsent(kind(name), key -> new ArrayList<>()).add(name));
        int each = Effort.count("damages", 500);
        kinds.forEach((kind, files) -> Effort.seeds("DamageTest of " + kind, each, seed -> {
            Random random = new Random(seed);
            FaultyDisk damaged = whole.kill();
            String what = Damage.to(damaged, files.get(random.nextInt(files.size())), random);
            Damage.judge(damaged, what, model);
        }));
    }

    /// Not one flipped bit of what was acknowledged goes unnoticed.
    @Test
    void refusesEveryFlippedBitOfAFullSegment() {
        int size = whole.content(FIRST).length;
        Effort.seeds("DamageTest of a full segment", Effort.count("damages", 500), seed -> {
            Random random = new Random(seed);
            FaultyDisk damaged = whole.kill();
            int at = random.nextInt(size);
            damaged.flip(FIRST, at, 1 << random.nextInt(8));
            assertThat(Damage.judge(damaged, "byte " + at + " is flipped", model)).isEqualTo(Damage.Answer.REFUSED);
        });
    }

    /// The test proves nothing unless it fails when checksums are not looked at.
    @Test
    void noticesAStoreThatIgnoresChecksums() {
        byte[] forged = whole.content(FIRST);
        String text = new String(forged, ISO_8859_1);
        forged[text.indexOf("xxx", firstMessage)] ^= 1;
        Forgery.reseal(forged, firstMessage - FrameLayout.HEADER_BYTES, 0);
        FaultyDisk damaged = whole.kill();
        damaged.damage(FIRST, 0, forged);
        assertThatThrownBy(() -> Damage.judge(damaged, "forged", model)).isInstanceOf(AssertionError.class);
    }

    /// Files of one kind have the same end of the name, or the same name.
    private static String kind(String name) {
        int dot = name.lastIndexOf('.');
        return name.matches("\\d.*") ? name.substring(dot) : name;
    }
}
