package io.skylark.bench.frame;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A request frame encoded once, with holes for what differs from one request to the next.
///
/// Where the holes are is found by encoding the command twice with different fillings and comparing the bytes, so that
/// any header form works and the frame is exactly what the codec makes. Immutable.
public final class FrameTemplate {
    /// Opaques have ten digits in JSON headers, whatever the request.
    public static final int LOWEST_OPAQUE = 1_000_000_000;

    private static final int OPAQUE_DIGITS = 10;
    /// Two opaques that differ in each of their digits and each of their bytes.
    private static final int OPAQUE = 1_111_111_111;
    private static final int OTHER_OPAQUE = 2_000_000_000;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final byte[] frame;
    private final boolean binary;
    private final Hole opaque;
    private final Map<String, List<Hole>> holes;
    private final int bodyAt;

    private FrameTemplate(byte[] frame, boolean binary, Hole opaque, Map<String, List<Hole>> holes, int bodyAt) {
        this.frame = frame;
        this.binary = binary;
        this.opaque = opaque;
        this.holes = holes;
        this.bodyAt = bodyAt;
    }

    /// A run of bytes to be filled, relative to the start of the frame.
    public record Hole(int at, int size) {}

    /// What a command is made of while the holes are searched: each named hole as text of a fixed number of characters.
    public static final class Filling {
        private final @Nullable String changed;
        private final Map<String, Integer> named = new HashMap<>();

        private Filling(@Nullable String changed) {
            this.changed = changed;
        }

        /// The text that stands in for the hole `name`, `size` digits without a leading zero.
        public String digits(String name, int size) {
            named.put(name, size);
            return (name.equals(changed) ? "2" : "1").repeat(size);
        }
    }

    /// @param command the request, for any filling of its holes
    /// @throws IllegalStateException when a hole is not one run of bytes at the same place in both encodings
    public static FrameTemplate of(SerializeType type, Function<Filling, Command> command) {
        Filling plain = new Filling(null);
        Command request = command.apply(plain);
        byte[] frame = CommandCodec.encode(request.withOpaque(OPAQUE), type);
        Hole opaque = difference(frame, CommandCodec.encode(request.withOpaque(OTHER_OPAQUE), type), "opaque", 0);
        Map<String, List<Hole>> holes = new HashMap<>();
        plain.named.forEach((name, size) -> {
            Command other = command.apply(new Filling(name));
            byte[] changed = CommandCodec.encode(other.withOpaque(OPAQUE), type);
            holes.put(name, differences(frame, changed, name, size));
        });
        return new FrameTemplate(
                frame, type == SerializeType.ROCKETMQ, opaque, holes, frame.length - request.body().remaining());
    }

    private static Hole difference(byte[] one, byte[] other, String name, int size) {
        List<Hole> found = differences(one, other, name, size);
        if (found.size() != 1) {
            throw new IllegalStateException("hole " + name + " is not at one place but at " + found);
        }
        return found.getFirst();
    }

    /// @param size how long each run must be, 0 for any
    private static List<Hole> differences(byte[] one, byte[] other, String name, int size) {
        if (one.length != other.length) {
            throw new IllegalStateException("hole " + name + " changes the length of the frame");
        }
        List<Hole> found = new ArrayList<>();
        for (int at = 0; at < one.length; at++) {
            int start = at;
            while (at < one.length && one[at] != other[at] && (size == 0 || at - start < size)) {
                at++;
            }
            if (at > start) {
                if (size != 0 && at - start != size) {
                    throw new IllegalStateException("hole " + name + " has " + (at - start) + " bytes, not " + size);
                }
                found.add(new Hole(start, at - start));
                at--;
            }
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("hole " + name + " is not in the frame");
        }
        return found;
    }

    public int sizeBytes() {
        return frame.length;
    }

    public int bodyBytes() {
        return frame.length - bodyAt;
    }

    /// Place of the body's first byte in the frame.
    public int bodyAt() {
        return bodyAt;
    }

    /// All places of a hole; several when the command repeats its text.
    public List<Hole> holes(String name) {
        List<Hole> found = holes.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no hole " + name + " in " + holes.keySet());
        }
        return found;
    }

    public Hole hole(String name) {
        return holes(name).getFirst();
    }

    /// Appends the frame and fills in its opaque.
    ///
    /// @return the place of the frame in `target`, by which the other holes are filled
    public int write(ByteBuffer target, int requestOpaque) {
        int start = target.position();
        target.put(frame);
        if (binary) {
            target.putInt(start + opaque.at(), requestOpaque);
        } else {
            putDecimal(target, start + opaque.at(), OPAQUE_DIGITS, requestOpaque);
        }
        return start;
    }

    /// Fills `size` bytes with the decimal digits of `value`, with leading zeros.
    public static void putDecimal(ByteBuffer target, int at, int size, long value) {
        long rest = value;
        for (int i = at + size - 1; i >= at; i--) {
            target.put(i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    /// Fills `size` bytes with the lowest hexadecimal digits of `value`.
    public static void putHex(ByteBuffer target, int at, int size, long value) {
        long rest = value;
        for (int i = at + size - 1; i >= at; i--) {
            target.put(i, HEX[(int) (rest & 15)]);
            rest >>>= 4;
        }
    }

    /// How many decimal digits `value` has, which is not negative.
    public static int digits(long value) {
        int count = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            count++;
        }
        return count;
    }
}
