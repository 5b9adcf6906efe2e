package io.skylark.protocol.view;

import io.skylark.protocol.SerializeType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One request header, read in place: where its fields lie in a copy of its bytes. Reused for the next header.
///
/// It knows the plain form only: strict JSON with at most [#MAX_FIELDS] fields, or a whole binary header. For everything
/// else [#read] says no, and the general decoder decides what it is. Owned by one thread.
public final class HeaderView {
    static final int MAX_FIELDS = 32;

    private static final int FIRST_BYTES = 1024;
    private static final int LETTERS = 128;
    private static final int MAX_DIGITS = 18;

    private final JsonFields json = new JsonFields(this);
    private final BinaryFields binary = new BinaryFields(this);
    private final int[] nameAt = new int[MAX_FIELDS];
    private final int[] nameEnd = new int[MAX_FIELDS];
    private final int[] valueAt = new int[MAX_FIELDS];
    private final int[] valueEnd = new int[MAX_FIELDS];
    private final boolean[] escaped = new boolean[MAX_FIELDS];

    /// The fields whose names are a single letter, as those of the busiest conversation are.
    private final byte[] letters = new byte[LETTERS];

    private byte[] bytes = new byte[FIRST_BYTES];
    private int fields;
    int code;
    int opaque;
    int flag;

    /// Reads a header that is the rest of `source`; false when it is not of the plain form.
    public boolean read(ByteBuffer source, SerializeType type) {
        int length = source.remaining();
        if (bytes.length < length) {
            bytes = new byte[Integer.highestOneBit(length) * 2];
        }
        source.get(source.position(), bytes, 0, length);
        fields = 0;
        Arrays.fill(letters, (byte) -1);
        code = -1;
        opaque = 0;
        flag = 0;
        return switch (type) {
            case JSON -> json.read(bytes, length);
            case ROCKETMQ -> binary.read(bytes, length);
        };
    }

    /// False when there are too many.
    boolean addField(int nameFrom, int nameTo, int valueFrom, int valueTo, boolean hasEscapes) {
        if (fields == MAX_FIELDS) {
            return false;
        }
        nameAt[fields] = nameFrom;
        nameEnd[fields] = nameTo;
        valueAt[fields] = valueFrom;
        valueEnd[fields] = valueTo;
        escaped[fields] = hasEscapes;
        if (nameTo - nameFrom == 1 && bytes[nameFrom] >= 0) {
            letters[bytes[nameFrom]] = (byte) fields;
        }
        fields++;
        return true;
    }

    public int code() {
        return code;
    }

    public int opaque() {
        return opaque;
    }

    public int flag() {
        return flag;
    }

    /// The copy of the header in which the fields lie, valid until the next one is read.
    public byte[] bytes() {
        return bytes;
    }

    /// The number of the field with this name (ASCII), -1 when there is none. Of several the last counts.
    public int find(byte[] name) {
        if (name.length == 1) {
            return letters[name[0]];
        }
        for (int field = fields - 1; field >= 0; field--) {
            if (nameEnd[field] - nameAt[field] == name.length && isNamed(field, name)) {
                return field;
            }
        }
        return -1;
    }

    private boolean isNamed(int field, byte[] name) {
        int at = nameAt[field];
        for (int i = 0; i < name.length; i++) {
            if (bytes[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /// Where the value of a field starts in [#bytes()].
    public int valueAt(int field) {
        return valueAt[field];
    }

    /// Bytes of a value; undo escapes with [#unescape(int)] first.
    public int valueLength(int field) {
        return valueEnd[field] - valueAt[field];
    }

    /// Undoes the escapes of a value, in place; false when it has some that are not plain.
    public boolean unescape(int field) {
        if (!escaped[field]) {
            return true;
        }
        int end = JsonFields.unescape(bytes, valueAt[field], valueEnd[field]);
        if (end < 0) {
            return false;
        }
        valueEnd[field] = end;
        escaped[field] = false;
        return true;
    }

    /// Whether a value is a decimal number that fits into a long.
    public boolean isNumber(int field) {
        int at = valueAt[field];
        int end = valueEnd[field];
        if (at < end && bytes[at] == '-') {
            at++;
        }
        if (at == end || end - at > MAX_DIGITS) {
            return false;
        }
        for (; at < end; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                return false;
            }
        }
        return true;
    }

    /// The number; only when [#isNumber(int)].
    public long number(int field) {
        int at = valueAt[field];
        boolean negative = bytes[at] == '-';
        long value = 0;
        for (int i = negative ? at + 1 : at; i < valueEnd[field]; i++) {
            value = 10 * value + bytes[i] - '0';
        }
        return negative ? -value : value;
    }

    /// Whether a value is exactly these bytes.
    public boolean isValue(int field, byte[] expected) {
        int at = valueAt[field];
        if (escaped[field] || valueEnd[field] - at != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /// The value as text.
    public String text(int field) {
        return new String(bytes, valueAt[field], valueEnd[field] - valueAt[field], StandardCharsets.UTF_8);
    }
}
