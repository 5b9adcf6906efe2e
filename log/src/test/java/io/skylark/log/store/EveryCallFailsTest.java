package io.skylark.log.store;

import io.skylark.log.disk.DiskException;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.index.TagFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// A fixed piece of work over several segments, once for every call to the disk, which fails that once. Whatever was
/// acknowledged before must be there after a power cut, and nothing that was not offered.
@Timeout(60)
final class EveryCallFailsTest {
    private static final int MESSAGES = 30;
    private static final String BODY = "-" + "x".repeat(2000);

    @ParameterizedTest
    @EnumSource
    void losesNothingThatWasAcknowledged(FaultyDisk.Call call) {
        FaultyDisk good = new FaultyDisk(1);
        assertThat(work(good)).isEqualTo(offered());
        int calls = good.calls(call);
        for (int number = 0; number < calls + 2; number++) {
            FaultyDisk disk = new FaultyDisk(number);
            disk.failOn(call, "", number);
            List<String> acknowledged = work(disk);
            try (StoreFixture after = StoreFixture.on(disk.crash())) {
                List<String> found = after.read("T", 0, 0, MESSAGES + 1, TagFilter.ALL);
                String place = call + " " + number + " fails: ";
                assertInOrder(place + "acknowledged and there", acknowledged, found);
                assertInOrder(place + "there and offered", found, offered());
            }
        }
    }

    /// All of `some` occur in `all`, in the same order.
    private static void assertInOrder(String what, List<String> some, List<String> all) {
        assertThat(all.stream().filter(some::contains).map(body -> body.substring(0, body.indexOf('-'))))
                .as(what)
                .containsExactlyElementsOf(some.stream().map(body -> body.substring(0, body.indexOf('-'))).toList());
    }

    private static List<String> offered() {
        return IntStream.range(0, MESSAGES).mapToObj(i -> i + BODY).toList();
    }

    /// Sends messages, a few at a time, with a restart in the middle; returns those that were acknowledged.
    private static List<String> work(FaultyDisk disk) {
        List<Sent.One> sent = new ArrayList<>();
        try {
            for (int life = 0; life < 2; life++) {
                try (StoreFixture fixture = StoreFixture.on(disk)) {
                    for (int i = 0; i < MESSAGES / 2; i++) {
                        Sent.One one = new Sent.One(Drafts.draft("T", 0, life * MESSAGES / 2 + i + BODY));
                        sent.add(one);
                        fixture.log.propose(one);
                        if (i % 3 == 2) {
                            sent.forEach(earlier -> earlier.result.exceptionally(why -> null).join());
                        }
                    }
                }
            }
        } catch (DiskException refused) {
            assertThat(refused).hasMessageContaining("injected");
        }
        return sent.stream()
                .filter(one -> !one.result.isCompletedExceptionally())
                .map(one -> UTF_8.decode(one.draft().body().duplicate()).toString())
                .toList();
    }
}
