package io.skylark.cli.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One thing that happened to a message.
///
/// @param millis how long it took
record TraceRecord(String event, Optional<Instant> time, Optional<String> group, Optional<Boolean> success,
        Optional<Long> millis, String detail) {

    private static final String RECORD_END = "\u0002";
    private static final String FIELD_END = "\u0001";

    /// What the official clients write: records of fields, of one message or several.
    ///
    /// @param messageId records of others are passed over, as are those of a kind or length that nobody knows
    static List<TraceRecord> parse(String text, String messageId) {
        Map<String, String> groups = new HashMap<>();
        Map<String, Instant> begins = new HashMap<>();
        List<TraceRecord> records = new ArrayList<>();
        for (String record : text.split(RECORD_END)) {
            Fields fields = new Fields(record.split(FIELD_END, -1));
            switch (fields.at(0)) {
                case "Pub" -> {
                    if (fields.at(5).equals(messageId)) {
                        records.add(new TraceRecord("sent", fields.time(1), fields.word(3),
                                fields.count() > 13 ? fields.flag(13) : fields.flag(12), fields.number(10),
                                "stored at " + fields.at(8)));
                    }
                }
                case "SubBefore" -> {
                    if (fields.at(5).equals(messageId)) {
                        groups.put(fields.at(4), fields.at(3));
                        fields.time(1).ifPresent(time -> begins.put(fields.at(4), time));
                        records.add(new TraceRecord("begun", fields.time(1), fields.word(3), Optional.empty(),
                                Optional.empty(), "failed attempts before: " + fields.at(6)));
                    }
                }
                case "SubAfter" -> {
                    if (fields.at(2).equals(messageId)) {
                        Optional<Instant> begin = Optional.ofNullable(begins.get(fields.at(1)));
                        records.add(new TraceRecord("consumed",
                                begin.map(time -> time.plusMillis(fields.number(3).orElse(0L))),
                                Optional.ofNullable(groups.get(fields.at(1))).or(() -> fields.word(8)),
                                fields.flag(4), fields.number(3), ""));
                    }
                }
                case "EndTransaction" -> {
                    if (fields.at(5).equals(messageId)) {
                        records.add(new TraceRecord("transaction ended", fields.time(1), fields.word(3),
                                Optional.empty(), Optional.empty(), fields.at(11)));
                    }
                }
                case "Recall" -> {
                    if (fields.at(5).equals(messageId)) {
                        records.add(new TraceRecord("recalled", fields.time(1), fields.word(3), fields.flag(6),
                                Optional.empty(), ""));
                    }
                }
                default -> { }
            }
        }
        return records;
    }

    /// Of one record; those that are missing are empty.
    private record Fields(String[] all) {
        int count() {
            return all.length;
        }

        String at(int index) {
            return index < all.length ? all[index] : "";
        }

        Optional<String> word(int index) {
            return Optional.of(at(index)).filter(word -> !word.isEmpty());
        }

        Optional<Long> number(int index) {
            return at(index).matches("\\d{1,18}") ? Optional.of(Long.parseLong(at(index))) : Optional.empty();
        }

        Optional<Instant> time(int index) {
            return number(index).map(Instant::ofEpochMilli);
        }

        Optional<Boolean> flag(int index) {
            return word(index).map(Boolean::valueOf);
        }
    }
}
