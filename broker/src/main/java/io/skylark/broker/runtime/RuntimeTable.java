package io.skylark.broker.runtime;

import io.skylark.broker.measure.DayTotal;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.disk.Disk;
import io.skylark.log.index.TopicVolume;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.Storage;
import io.skylark.protocol.Version;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The state of the broker as text by name, in the exact forms of RocketMQ: exporters split and parse them, and drop a
/// broker altogether when one is missing or looks different.
final class RuntimeTable {
    /// RocketMQ's threads have queues; here requests wait nowhere but in the log, and in front of cold readers. The
    /// capacities are those of the standard settings there, so that a share of them can be shown.
    private static final int QUEUE_CAPACITY = 10_000;

    private static final int KILO = 1_024;
    private static final String UNITS = "KMGTPE";
    private static final String ZERO = "0";
    private static final String OLD_SPELLING = "getTransferedTps";

    private final Storage storage;
    private final Totals totals;
    private final SendLatency latency;
    private final RuntimeHandlers.Figures figures;
    private final long started;

    /// @param started when the broker was, ms
    RuntimeTable(
            Storage storage, Totals totals, SendLatency latency, RuntimeHandlers.Figures figures, long started) {
        this.storage = storage;
        this.totals = totals;
        this.latency = latency;
        this.figures = figures;
        this.started = started;
    }

    Map<String, String> read(ReplicatedLog log, long now) {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("brokerActive", "true");
        table.put("brokerVersionDesc", Version.CURRENT_NAME);
        table.put("brokerVersion", Integer.toString(Version.CURRENT));
        table.put("bootTimestamp", Long.toString(started));
        table.put("startAcceptSendRequestTimeStamp", Long.toString(started));
        table.put("runtime", duration(Duration.ofMillis(now - started)));
        messages(table, now);
        disk(table, log);
        timers(table, now);
        queues(table);
        return table;
    }

    private void messages(Map<String, String> table, long now) {
        DayTotal put = totals.putOfDay(now);
        table.put("msgPutTotalYesterdayMorning", Long.toString(put.yesterdayMorning()));
        table.put("msgPutTotalTodayMorning", Long.toString(put.todayMorning()));
        table.put("msgPutTotalTodayNow", Long.toString(totals.putMessages()));
        DayTotal got = totals.gotOfDay(now);
        table.put("msgGetTotalYesterdayMorning", Long.toString(got.yesterdayMorning()));
        table.put("msgGetTotalTodayMorning", Long.toString(got.todayMorning()));
        table.put("msgGetTotalTodayNow", Long.toString(totals.gotMessages()));

        MessageStore messages = storage.messages();
        TopicVolume.Reading volume = messages.volume();
        long stored = volume.messages();
        table.put("putMessageTimesTotal", Long.toString(totals.putMessages()));
        table.put("putMessageFailedTimes", Long.toString(latency.failed()));
        table.put("putMessageSizeTotal", Long.toString(volume.bytes()));
        table.put("putMessageAverageSize", Double.toString(stored == 0 ? 0 : (double) volume.bytes() / stored));
        table.put("putMessageDistributeTime", latency.distribution());
        table.put("putMessageEntireTimeMax", Long.toString(latency.longestSendMillis()));
        table.put("getMessageEntireTimeMax", Long.toString(latency.longestPullMillis()));
        double longest = latency.longestSendMillis() + 1; // classes are coarse, and it is cut to whole ms
        table.put("putLatency99", twoDigits(Math.min(longest, latency.percentile(0.99))));
        table.put("putLatency999", twoDigits(Math.min(longest, latency.percentile(0.999))));

        double[] found = totals.foundRates(now);
        double[] missed = totals.missedRates(now);
        double[] all = new double[found.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = found[i] + missed[i];
        }
        String delivered = three(totals.gotRates(now));
        table.put("putTps", three(totals.putRates(now)));
        table.put("getFoundTps", three(found));
        table.put("getMissTps", three(missed));
        table.put("getTotalTps", three(all));
        table.put("getTransferredTps", delivered);
        table.put(OLD_SPELLING, delivered);
        table.put("earliestMessageTimeStamp", Long.toString(messages.earliestStoreTime().orElse(-1)));
    }

    private void disk(Map<String, String> table, ReplicatedLog log) {
        table.put("commitLogMinOffset", Long.toString(log.firstPosition()));
        table.put("commitLogMaxOffset", Long.toString(log.lastPosition()));
        table.put("dispatchBehindBytes", Long.toString(Math.max(0, log.lastPosition() - log.appliedPosition())));
        table.put("dispatchMaxBuffer", ZERO);
        table.put("pageCacheLockTimeMills", ZERO);
        table.put("remainTransientStoreBufferNumbs", Integer.toString(Integer.MAX_VALUE));
        table.put("remainHowManyDataToFlush", bytes(storage.unforcedBytes()));
        Disk disk = storage.disk();
        long total = disk.totalBytes();
        long free = disk.usableBytes();
        String used = Double.toString(total <= 0 ? 0 : (double) (total - free) / total);
        table.put("commitLogDiskRatio", used);
        table.put("commitLogDiskRatio_" + disk.folder(), used);
        table.put("consumeQueueDiskRatio", used);
        table.put("commitLogDirCapacity", "Total : " + bytes(total) + ", Free : " + bytes(free) + ".");
    }

    private void timers(Map<String, String> table, long now) {
        table.put("timerReadBehind", ZERO);
        table.put("timerOffsetBehind", ZERO);
        table.put("timerCongestNum", Long.toString(figures.waitingTimers()));
        table.put("timerEnqueueTps", Double.toString(totals.delayedRates(now)[1]));
        table.put("timerDequeueTps", Double.toString(totals.dueRates(now)[1]));
    }

    private void queues(Map<String, String> table) {
        for (String name : new String[] {"send", "pull", "litePull", "query", "ack"}) {
            boolean pull = name.equals("pull");
            table.put(name + "ThreadPoolQueueSize", pull ? Integer.toString(figures.waitingColdReads()) : ZERO);
            table.put(name + "ThreadPoolQueueCapacity",
                    Integer.toString(pull ? figures.maxColdReads() : QUEUE_CAPACITY));
            table.put(name + "ThreadPoolQueueHeadWaitTimeMills", ZERO);
        }
        table.put("EndTransactionQueueSize", ZERO);
        table.put("EndTransactionThreadPoolQueueCapacity", Integer.toString(QUEUE_CAPACITY));
    }

    private static String twoDigits(double millis) {
        return String.format(Locale.ROOT, "%.2f", millis);
    }

    private static String three(double[] rates) {
        return rates[0] + " " + rates[1] + " " + rates[2];
    }

    private static String duration(Duration time) {
        return "[ " + time.toDays() + " days, " + time.toHoursPart() + " hours, " + time.toMinutesPart() + " minutes, "
                + time.toSecondsPart() + " seconds ]";
    }

    /// A number, a blank, a unit: `0 B`, `12.3 MiB`.
    static String bytes(long bytes) {
        if (bytes < KILO) {
            return bytes + " B";
        }
        int power = (Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes)) / 10;
        return String.format(
                Locale.ROOT, "%.1f %siB", bytes / Math.pow(KILO, power), UNITS.charAt(power - 1));
    }
}
