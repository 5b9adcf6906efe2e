package io.skylark.cli.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TraceRecordTest {
    @Test
    void readsWhatAProducerWrites() {
        String text = String.join("\u0001", "Pub", "1000", "DefaultRegion", "shop", "orders", "ID", "tag", "key",
                "127.0.0.1:10911", "5", "12", "0", "OFFSETID", "true") + "\u0002";
        assertThat(TraceRecord.parse(text, "ID")).containsExactly(new TraceRecord("sent",
                Optional.of(Instant.ofEpochMilli(1000)), Optional.of("shop"), Optional.of(true), Optional.of(12L),
                "stored at 127.0.0.1:10911"));
        assertThat(TraceRecord.parse(text, "OTHER")).isEmpty();
    }

    @Test
    void joinsBeginAndEndOfAConsumption() {
        String before = String.join("\u0001", "SubBefore", "1000", "R", "billing", "REQ", "ID", "2", "key") + "\u0002";
        String after = String.join("\u0001", "SubAfter", "REQ", "ID", "30", "false", "key", "1") + "\u0002";
        List<TraceRecord> records = TraceRecord.parse(before + after, "ID");
        assertThat(records).extracting(TraceRecord::event).containsExactly("begun", "consumed");
        assertThat(records.get(1)).isEqualTo(new TraceRecord("consumed", Optional.of(Instant.ofEpochMilli(1030)),
                Optional.of("billing"), Optional.of(false), Optional.of(30L), ""));
    }

    @Test
    void passesOverWhatNobodyKnows() {
        assertThat(TraceRecord.parse("Nonsense\u0001ID\u0002\u0002Pub\u0001x\u0002", "ID")).isEmpty();
    }
}
