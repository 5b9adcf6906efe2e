package io.skylark.bench.storage;

import java.io.IOException;

/// One row of the table: prepares what it needs, measures, says what it found, and leaves nothing behind.
interface Work {
    void run(Site site, Scale scale, Findings findings) throws IOException;
}
