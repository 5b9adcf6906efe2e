package io.skylark.protocol.view;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds the fields of a binary header: code 2, language 1, version 2, opaque 4, flag 4, remark length 4 + remark, fields
/// length 4 + fields; a field is name length 2 + name, value length 4 + value.
final class BinaryFields {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int OPAQUE = 5;
    private static final int FLAG = 9;
    private static final int REMARK = 13;
    private static final int FIXED = 21;

    private final HeaderView view;

    BinaryFields(HeaderView view) {
        this.view = view;
    }

    boolean read(byte[] bytes, int length) {
        if (length < FIXED || intAt(bytes, REMARK) != 0) {
            return false;
        }
        view.code = shortAt(bytes, 0);
        view.opaque = intAt(bytes, OPAQUE);
        view.flag = intAt(bytes, FLAG);
        int fieldBytes = intAt(bytes, REMARK + 4);
        if (fieldBytes < 0 || fieldBytes > length - FIXED) {
            return false;
        }
        int at = FIXED;
        int end = FIXED + fieldBytes;
        while (at < end) {
            if (end - at < 2) {
                return false;
            }
            int name = at + 2;
            int nameEnd = name + shortAt(bytes, at);
            if (nameEnd < name || nameEnd + 4 > end) {
                return false;
            }
            int value = nameEnd + 4;
            int valueLength = intAt(bytes, nameEnd);
            if (valueLength < 0 || valueLength > end - value
                    || !view.addField(name, nameEnd, value, value + valueLength, false)) {
                return false;
            }
            at = value + valueLength;
        }
        return true;
    }

    private static int shortAt(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at);
    }

    private static int intAt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }
}
