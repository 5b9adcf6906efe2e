package io.skylark.broker.table;

import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.json.Json;
import io.skylark.protocol.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A table that is too long for one answer is asked for in pages, in the order of its keys. Whoever asks says which
/// version the pages before were of; when the table has changed since, the answer is the first page again.
public final class Pages {
    private Pages() {}

    /// @param first ordinal of the first key; null for 0
    /// @param version of the pages before, as JSON; null for none
    /// @param most keys of the page; null or less than 1 for all
    public static <T> Map<String, T> page(
            Map<String, T> table, DataVersion now, @Nullable Integer first, @Nullable String version,
            @Nullable Integer most) {
        int skipped = first == null || !now.equals(read(version)) ? 0 : Math.max(0, first);
        Map<String, T> page = new LinkedHashMap<>();
        table.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .skip(skipped)
                .limit(most == null || most < 1 ? Integer.MAX_VALUE : most)
                .forEach(entry -> page.put(entry.getKey(), entry.getValue()));
        return page;
    }

    private static @Nullable DataVersion read(@Nullable String version) {
        if (version == null || version.isBlank()) {
            return null;
        }
        try {
            return Json.decode(ByteBuffer.wrap(version.getBytes(StandardCharsets.UTF_8)), DataVersion.class);
        } catch (ProtocolException unreadable) {
            return null; // no version of ours
        }
    }
}
