package io.skylark.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How long requests took, from when their bytes were read until their answer was handed to the connection, by request
/// code, answer code, and whether the answer was held. Shared: any thread; recording takes no lock and allocates nothing
/// but each series once.
public final class RpcTimes {
    /// Request codes below this are told apart.
    private static final int MAX_CODE = 4_096;

    /// Series of one request code; what would be another one counts in a series of answer code [#OTHER].
    private static final int MAX_SERIES_PER_CODE = 32;

    /// Request codes that have series; further ones count as [#OTHER], so that a client cannot fill the memory.
    private static final int MAX_CODES = 512;

    /// Stands for the codes that are not told apart.
    public static final int OTHER = -1;

    private static final RpcSeries[] NONE = {};

    private final LongSupplier nanoTime;
    private final AtomicReferenceArray<RpcSeries[]> byCode = new AtomicReferenceArray<>(MAX_CODE + 1);
    private int codes;

    /// @param nanoTime a clock that only differences are taken of
    public RpcTimes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        for (int i = 0; i <= MAX_CODE; i++) {
            byCode.setPlain(i, NONE);
        }
    }

    /// Now, for [#record].
    public long now() {
        return nanoTime.getAsLong();
    }

    /// A request was answered.
    ///
    /// @param arrived when its bytes were read
    void record(int requestCode, int responseCode, boolean held, boolean oneway, long arrived) {
        series(requestCode, responseCode, held, oneway).record(now() - arrived);
    }

    /// The series of plain requests that were answered at once.
    public RpcSeries series(int requestCode, int responseCode) {
        return series(requestCode, responseCode, false, false);
    }

    private RpcSeries series(int requestCode, int responseCode, boolean held, boolean oneway) {
        int slot = requestCode >= 0 && requestCode < MAX_CODE ? requestCode : MAX_CODE;
        RpcSeries found = find(byCode.get(slot), responseCode, held, oneway);
        return found != null ? found : make(slot, responseCode, held, oneway);
    }

    private static @Nullable RpcSeries find(
            RpcSeries[] known, int responseCode, boolean held, boolean oneway) {
        for (RpcSeries series : known) {
            if (series.responseCode() == responseCode && series.held() == held && series.oneway() == oneway) {
                return series;
            }
        }
        return null;
    }

    private synchronized RpcSeries make(int slot, int responseCode, boolean held, boolean oneway) {
        RpcSeries[] known = byCode.get(slot);
        boolean newCode = known.length == 0;
        if (newCode && slot != MAX_CODE && codes >= MAX_CODES) {
            return make(MAX_CODE, responseCode, held, oneway);
        }
        int code = known.length < MAX_SERIES_PER_CODE ? responseCode : OTHER;
        RpcSeries found = find(known, code, held, oneway);
        if (found != null) {
            return found;
        }
        RpcSeries made = new RpcSeries(slot == MAX_CODE ? OTHER : slot, code, held, oneway);
        RpcSeries[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = made;
        byCode.set(slot, more);
        codes += newCode ? 1 : 0;
        return made;
    }

    /// All series, by request code.
    public List<RpcSeries> all() {
        List<RpcSeries> all = new ArrayList<>();
        for (int i = 0; i <= MAX_CODE; i++) {
            all.addAll(List.of(byCode.get(i)));
        }
        return all;
    }
}
