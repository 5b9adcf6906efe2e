package io.skylark.protocol.json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// JSON text on its way into bytes, without a string in between: for headers, of which every message has one. Confined to
/// one thread.
public final class JsonBytes {
    /// The longest form of one character below 128.
    private static final int ESCAPE_BYTES = 6;

    private byte[] bytes;
    private int size;

    /// @param room bytes in front that stay free
    /// @param expected bytes that follow, as a rule
    public JsonBytes(int room, int expected) {
        this.bytes = new byte[room + expected];
        this.size = room;
    }

    /// Appends characters below 128 as they are.
    public JsonBytes plain(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    public JsonBytes number(int value) {
        return plain(Integer.toString(value));
    }

    /// Appends a string as [JsonText#quote(String, StringBuilder)] does.
    public JsonBytes quote(String value) {
        int begin = size;
        reserve(value.length() + 2);
        bytes[size++] = '"';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= JsonText.ASCII) {
                size = begin;
                return quoteWide(value);
            }
            String escape = JsonText.escape(c);
            if (escape == null) {
                bytes[size++] = (byte) c;
            } else {
                reserve(ESCAPE_BYTES + value.length() - i);
                plain(escape);
            }
        }
        bytes[size++] = '"';
        return this;
    }

    private JsonBytes quoteWide(String value) {
        StringBuilder text = new StringBuilder(value.length() + 2);
        JsonText.quote(value, text);
        byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
        return this;
    }

    private void reserve(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    /// From the first byte of the free room to the end of the text; nothing may be appended any more.
    public ByteBuffer whole() {
        return ByteBuffer.wrap(bytes, 0, size);
    }
}
