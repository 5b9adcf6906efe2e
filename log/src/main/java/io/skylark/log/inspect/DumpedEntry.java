package io.skylark.log.inspect;

import java.nio.ByteBuffer;
import java.util.List;

/// What a dump shows of one entry.
///
/// @param position of its frame
/// @param type see `EntryType.code()`
/// @param size of its body in bytes
/// @param messages those in it that were asked for; empty when it holds none
/// @param body read-only, valid during the call that hands it out
public record DumpedEntry(
        long position, long index, long term, long time, int type, int size, List<DumpedMessage> messages,
        ByteBuffer body) {
    public DumpedEntry {
        messages = List.copyOf(messages);
    }
}
