package io.skylark.log.retention;

import io.skylark.log.DiskReserve;
import io.skylark.log.index.IndexedSegment;
import io.skylark.log.index.LogQueue;
import io.skylark.log.index.Run;
import io.skylark.log.index.SealedSegment;
import io.skylark.log.index.TailSegment;
import io.skylark.log.sealed.SealedIndex;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides, oldest first, whether the oldest segment goes, and lets it go:
///
/// | rule | what goes | when |
/// |---|---|---|
/// | time | a segment all of whose messages have outlived the retention of their topics | in the hours for it; at any hour when the disk is rather full, or somebody asked |
/// | size | the oldest segments, expired or not, while the sealed ones together exceed the limit | always |
/// | disk | one segment that has not expired in each check | while less is free than is to be left free, and only if that was configured |
///
/// Nothing else is ever deleted, and each segment that is has a log line that says why. Messages of topics that are kept
/// for a shorter time are hidden in between, by raising the minimum of their queues.
///
/// A segment must have ended and be known to two snapshots before it can go, so that a damaged snapshot costs nothing.
/// Where too little is written for that, the segment is ended by an entry of its own.
///
/// Owned by the log-janitor; [#expireSoon()] and [#change] may be called from any thread.
public final class Retention implements Runnable {
    /// For so many checks after somebody asked, the hour does not matter: as many as in RocketMQ.
    private static final int CHECKS_ON_REQUEST = 20;

    /// Two more snapshots make any sealed segment deletable.
    private static final int MAX_ROLLS_FOR_ONE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private volatile RetentionConfig config;
    private volatile DiskReserve reserve;
    private final Function<String, Optional<Duration>> byTopic;
    private final RetainedLog log;
    private final InstantSource clock;
    private final ZoneId zone;
    private final AtomicInteger requestedChecks = new AtomicInteger();
    private volatile boolean rolling;
    private long rolledFor = -1;
    private int rolls;
    private long keptForTopic = -1;
    private long deletable;

    private enum Rule { TIME, SIZE, DISK }

    /// Why a segment goes.
    private record Verdict(Rule rule, boolean expired, String why) {}

    /// @param byTopic the retention that a topic has of its own; asked on the log-janitor
    /// @param zone in which the hours of the day are meant
    public Retention(
            RetentionConfig config,
            DiskReserve reserve,
            Function<String, Optional<Duration>> byTopic,
            RetainedLog log,
            InstantSource clock,
            ZoneId zone) {
        this.config = config;
        this.reserve = reserve;
        this.byTopic = byTopic;
        this.log = log;
        this.clock = clock;
        this.zone = zone;
    }

    /// The next check goes by these; how often checks are is decided elsewhere. Any thread.
    public void change(RetentionConfig config, DiskReserve reserve) {
        this.config = config;
        this.reserve = reserve;
    }

    /// The next checks delete what has expired whatever the hour.
    public void expireSoon() {
        requestedChecks.set(CHECKS_ON_REQUEST);
    }

    /// One check.
    @Override
    public void run() {
        long now = clock.millis();
        log.sealer().deleteExpired(); // what the disk refused to delete last time
        hideExpired(now);
        deletable = -1;
        deleteDue(now);
        rollWhenOld(now);
        requestedChecks.updateAndGet(left -> Math.max(0, left - 1));
    }

    private void deleteDue(long now) {
        boolean deleted = false;
        boolean mayForce = true;
        DiskLevel disk = disk();
        Optional<Verdict> verdict = judge(now, disk, mayForce);
        while (verdict.isPresent() && deleteOldest(verdict.get())) {
            deleted = true;
            mayForce &= verdict.get().rule != Rule.DISK;
            disk = disk();
            verdict = judge(now, disk, mayForce);
        }
        if (deleted && disk.isShort()) {
            // The room comes back when nothing can reach the mapped memory of the segment any more, and who makes no
            // garbage may go for hours without a collection that finds that out.
            System.gc();
        }
    }

    private SegmentAge age() {
        return new SegmentAge(config.keep(), log.queues(), byTopic);
    }

    private DiskLevel disk() {
        return DiskLevel.of(log.disk(), reserve, config.maxUsedPercent());
    }

    /// @param mayForce whether the rule of the disk may take a segment: not twice in one check, because the room of the
    ///        first one may come back late
    private Optional<Verdict> judge(long now, DiskLevel disk, boolean mayForce) {
        if (!(log.segments().oldest() instanceof SealedSegment oldest)) {
            return Optional.empty();
        }
        SealedIndex index = oldest.directory();
        if (isTimeToDelete(now) || disk.high()) {
            SegmentAge.Expiry expiry = age().expiry(index);
            if (expiry.expiresAt() <= now) {
                return Optional.of(new Verdict(Rule.TIME, true, "all its messages have outlived their retention"));
            }
            reportKept(index, expiry, now);
        }
        long bytes = log.segments().sealedBytes();
        if (config.maxBytes() > 0 && bytes > config.maxBytes()) {
            return Optional.of(new Verdict(Rule.SIZE, age().expiry(index).expiresAt() <= now,
                    "sealed segments have " + bytes + " bytes, the limit is " + config.maxBytes()));
        }
        if (mayForce && disk.isShort() && config.deleteUnexpired()) {
            return Optional.of(new Verdict(Rule.DISK, false,
                    disk.text() + ", less than is to be left free, and deleting by force is configured"));
        }
        return Optional.empty();
    }

    private boolean isTimeToDelete(long now) {
        return requestedChecks.get() > 0
                || config.deleteHours().contains(Instant.ofEpochMilli(now).atZone(zone).getHour());
    }

    /// Once for each segment that is there for topics with a longer retention only.
    private void reportKept(SealedIndex index, SegmentAge.Expiry expiry, long now) {
        if (age().generalExpiry(index) <= now && keptForTopic != index.base()) {
            keptForTopic = index.base();
            LOG.info("the segment at {}, and all behind it, stay until {}: topic {} is kept longer than {}",
                    index.base(), Instant.ofEpochMilli(expiry.expiresAt()), expiry.topic(), config.keep());
        }
    }

    /// False when it cannot go yet.
    private boolean deleteOldest(Verdict verdict) {
        if (!(log.segments().oldest() instanceof SealedSegment oldest)) {
            return false;
        }
        if (oldest.base() + log.segments().segmentBytes() > deletableUpTo()) {
            rollFor(oldest);
            return false;
        }
        SealedIndex index = oldest.directory();
        log.takeAlong().accept(oldest.base());
        // What counts as dead may be so because of a removal that a power cut could still take back.
        log.awaitDurable().run();
        Instant newest = Instant.ofEpochMilli(index.maxTime());
        if (verdict.expired()) {
            LOG.info("deleting the segment at {}, {} messages up to {}: {}",
                    oldest.base(), index.entries(), newest, verdict.why());
        } else {
            LOG.warn("deleting the segment at {}, {} messages up to {}, some of which have not expired: {}",
                    oldest.base(), index.entries(), newest, verdict.why());
        }
        log.sealer().expireOldest();
        return true;
    }

    /// The same in one check.
    private long deletableUpTo() {
        if (deletable < 0) {
            deletable = log.snapshots().deletableUpTo();
        }
        return deletable;
    }

    /// Ends the newest segment because of its age, so that it can be sealed.
    private void rollWhenOld(long now) {
        if (rolling) { // asked first: it is over only when the segment has ended, and one roll is enough
            return;
        }
        IndexedSegment newest = log.segments().newest();
        if (newest instanceof TailSegment tail
                && !tail.hasEnded()
                && now - tail.minTime() >= config.rollAge().toMillis()) {
            roll();
        }
    }

    /// Ends the newest segment because the oldest one waits for snapshots. Those without messages do not: each would be
    /// deleted at the price of another one.
    private void rollFor(SealedSegment oldest) {
        if (oldest.directory().entries() == 0) {
            return;
        }
        if (rolledFor != oldest.base()) {
            rolledFor = oldest.base();
            rolls = 0;
        }
        if (rolls < MAX_ROLLS_FOR_ONE && roll()) {
            rolls++;
        }
    }

    private boolean roll() {
        if (rolling) {
            return false;
        }
        rolling = true;
        log.propose().accept(new RollProposal(() -> rolling = false));
        return true;
    }

    private void hideExpired(long now) {
        for (String topic : log.queues().topicNames()) {
            Optional<Duration> keep = byTopic.apply(topic);
            if (keep.isPresent() && keep.get().compareTo(config.keep()) < 0) {
                log.queues().of(topic).forEach(queue -> hideBefore(queue, now - keep.get().toMillis()));
            }
        }
    }

    private void hideBefore(LogQueue queue, long time) {
        long min = queue.minOffset();
        Run oldest = min < queue.maxOffset() ? queue.run(min) : null;
        if (oldest != null && oldest.minTime() < time) {
            queue.expireBefore(log.offsets().firstSince(queue, time));
        }
    }
}
