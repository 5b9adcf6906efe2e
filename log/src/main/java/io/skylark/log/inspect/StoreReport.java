package io.skylark.log.inspect;

import io.skylark.log.segment.DurableMark;
import io.skylark.log.segment.StoreMeta;
import java.util.List;
import java.util.Optional;

/// What a [Verification] found.
///
/// @param user the process that seems to use the store, see [StoreView#user()]
/// @param files in the order of the log
public record StoreReport(
        String folder,
        Optional<StoreMeta> meta,
        Optional<DurableMark.Content> mark,
        Optional<Long> user,
        List<FileReport> files,
        List<Hole> holes,
        LogEnd end,
        Totals totals) {
    public StoreReport {
        files = List.copyOf(files);
        holes = List.copyOf(holes);
    }

    /// Whether a broker starts on it with nothing lost. A torn end is whole: nothing in it was acknowledged.
    public boolean isWhole() {
        return files.stream().allMatch(FileReport::isWhole);
    }

    public long problems() {
        return files.stream().mapToLong(file -> file.problems().size()).sum();
    }
}
