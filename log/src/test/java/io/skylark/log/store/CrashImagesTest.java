package io.skylark.log.store;

import io.skylark.log.Effort;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.index.TagFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The power fails before every single call to the disk of a piece of work, and each time several images of what may
/// have survived are started: sectors behind the last force lost, reordered, torn.
///
/// `-Dskylark.images=<n>` takes so many images at least.
final class CrashImagesTest {
    private static final int MESSAGES = 60;
    private static final String BODY = "-" + "x".repeat(700);

    /// What survived, and how many messages had been acknowledged before.
    private record Image(FaultyDisk disk, int acknowledged) {}

    @Test
    void losesNothingThatWasAcknowledged() {
        int wanted = Effort.count("images", 1000);
        int[] taken = new int[2];
        long first = System.nanoTime() & 0xFFFFFF;
        for (long seed = first; taken[0] < wanted; seed++) {
            for (Image image : images(new FaultyDisk(seed))) {
                assertWhole(image, "seed " + seed);
                taken[0]++;
                taken[1] += image.disk().hasLostSomething() ? 1 : 0;
            }
        }
        System.out.println("CrashImagesTest: " + taken[0] + " images from seed " + first + ", " + taken[1]
                + " of them lost something");
        assertThat(taken[1]).isGreaterThan(taken[0] * 3 / 10);
    }

    /// The test proves nothing unless it fails on a disk that does not keep what was forced.
    @Test
    void noticesADiskThatDoesNotForce() {
        FaultyDisk liar = new FaultyDisk(1);
        liar.lieAboutForces();
        int noticed = 0;
        List<Image> images = images(liar);
        for (Image image : images) {
            try {
                assertWhole(image, "a lying disk");
            } catch (RuntimeException | AssertionError expected) {
                noticed++;
            }
        }
        System.out.println("CrashImagesTest: control failed for " + noticed + " of " + images.size() + " images");
        assertThat(noticed).isGreaterThan(images.size() / 2);
    }

    private static List<Image> images(FaultyDisk disk) {
        List<Image> images = new ArrayList<>();
        AtomicInteger acknowledged = new AtomicInteger();
        disk.onCall((call, file) -> {
            // First the number: what is acknowledged after it must not be expected of the image.
            int before = acknowledged.get();
            FaultyDisk image = disk.crash();
            synchronized (images) {
                images.add(new Image(image, before));
            }
        });
        for (int life = 0; life < 2; life++) {
            try (StoreFixture fixture = StoreFixture.on(disk)) {
                for (int i = life * MESSAGES / 2; i < (life + 1) * MESSAGES / 2; i++) {
                    Sent.One one = new Sent.One(Drafts.draft("T", 0, i + BODY));
                    one.result.thenRun(acknowledged::incrementAndGet);
                    fixture.log.propose(one);
                    if (i % 4 == 3) {
                        one.result.join();
                    }
                }
            }
        }
        synchronized (images) {
            return List.copyOf(images);
        }
    }

    private static void assertWhole(Image image, String what) {
        try (StoreFixture after = StoreFixture.on(image.disk())) {
            List<String> found = after.read("T", 0, 0, MESSAGES + 1, TagFilter.ALL);
            assertThat(found.size()).as(what).isGreaterThanOrEqualTo(image.acknowledged());
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i)).as(what).isEqualTo(i + BODY);
            }
        }
    }
}
