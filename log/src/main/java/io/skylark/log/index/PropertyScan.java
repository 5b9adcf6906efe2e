package io.skylark.log.index;

import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.message.Tags;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Finds in one pass over the properties of a message what the index needs: the hash of its tag, its unique key and its
/// keys. Allocates nothing unless a tag has letters beyond ASCII.
///
/// Reusable; owned by one thread.
public final class PropertyScan {
    private static final byte[] TAGS = PropertyNames.TAGS.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEYS = PropertyNames.KEYS.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNIQUE_KEY = PropertyNames.UNIQUE_KEY.getBytes(StandardCharsets.US_ASCII);
    private static final byte KEY_SEPARATOR = ' ';

    private byte[] bytes = new byte[1024];
    private int tagHash;
    private int uniqueAt;
    private int uniqueLength;
    private int keysAt;
    private int keysEnd;

    /// Receives keys.
    public interface KeySink {
        /// `length` bytes at `at` in `source`, valid during the call.
        void key(byte[] source, int at, int length);
    }

    /// Looks through `length` bytes of properties at `at`.
    public void scan(ByteBuffer source, int at, int length) {
        if (bytes.length < length) {
            bytes = new byte[Integer.highestOneBit(length) * 2];
        }
        source.get(at, bytes, 0, length);
        tagHash = 0;
        uniqueLength = 0;
        keysAt = 0;
        keysEnd = 0;
        for (int entry = 0; entry < length; ) {
            int nameEnd = entry;
            while (nameEnd < length && bytes[nameEnd] != Properties.NAME_END && bytes[nameEnd] != Properties.VALUE_END) {
                nameEnd++;
            }
            int end = nameEnd;
            while (end < length && bytes[end] != Properties.VALUE_END) {
                end++;
            }
            if (end > nameEnd + 1) {
                take(entry, nameEnd, end);
            }
            entry = end + 1;
        }
    }

    private void take(int name, int nameEnd, int end) {
        int value = nameEnd + 1;
        if (isNamed(TAGS, name, nameEnd)) {
            tagHash = tagHash(value, end);
        } else if (isNamed(KEYS, name, nameEnd)) {
            keysAt = value;
            keysEnd = end;
        } else if (isNamed(UNIQUE_KEY, name, nameEnd)) {
            uniqueAt = value;
            uniqueLength = end - value;
        }
    }

    private boolean isNamed(byte[] wanted, int name, int nameEnd) {
        if (nameEnd - name != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[name + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /// The same as [Tags#hash(String)], without the string when the tag is ASCII.
    private int tagHash(int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return Tags.hash(new String(bytes, from, to - from, StandardCharsets.UTF_8));
            }
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /// 0 when there is no tag.
    public int tagHash() {
        return tagHash;
    }

    /// Hands out the unique key and the keys.
    public void keys(KeySink sink) {
        if (uniqueLength > 0) {
            sink.key(bytes, uniqueAt, uniqueLength);
        }
        int at = keysAt;
        while (at < keysEnd) {
            int end = at;
            while (end < keysEnd && bytes[end] != KEY_SEPARATOR) {
                end++;
            }
            if (end > at) {
                sink.key(bytes, at, end - at);
            }
            at = end + 1;
        }
    }
}
