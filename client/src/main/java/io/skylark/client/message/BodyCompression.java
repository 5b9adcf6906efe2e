package io.skylark.client.message;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.SysFlag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Compression of bodies: which are compressed when they are sent, and how those that come are unpacked.
///
/// @param threshold bodies of this many bytes and more are compressed; [#NEVER] switches it off
/// @param form in which they are compressed
public record BodyCompression(int threshold, Compression form) {
    public static final int NEVER = Integer.MAX_VALUE;

    /// As RocketMQ producers do: bodies over 4 KiB.
    public static final BodyCompression STANDARD = new BodyCompression(4096 + 1, Compression.ZLIB);

    /// No body may become larger than this when it is unpacked: a frame and more.
    static final int MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

    /// @param sysFlag the bits that say how `bytes` are compressed, 0 when they are not
    record Compressed(byte[] bytes, int sysFlag) {}

    /// What unpacks to more than the limit is refused on the way.
    private static final class Unpacked extends ByteArrayOutputStream {
        Unpacked(int expectedBytes) {
            super(expectedBytes);
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            if (count + length > MAX_UNPACKED_BYTES) {
                throw new MessageRejectedException(
                        "The compressed body unpacks to more than " + MAX_UNPACKED_BYTES + " bytes");
            }
            super.write(bytes, from, length);
        }
    }

    /// Why no body can be compressed so, null when all is there.
    public @Nullable String fault() {
        return form.codec() instanceof MissingCodec missing ? missing.rejection().getMessage() : null;
    }

    Compressed compress(byte[] body) {
        return body.length < threshold
                ? new Compressed(body, 0)
                : new Compressed(form.codec().pack(body), form.sysFlag());
    }

    /// @throws MessageRejectedException when the body is compressed in a form this client does not read
    static void checkReadable(int sysFlag) {
        if (SysFlag.has(sysFlag, SysFlag.COMPRESSED)
                && Compression.of(sysFlag).codec() instanceof MissingCodec missing) {
            throw missing.rejection();
        }
    }

    /// The body as it was sent.
    ///
    /// @throws MessageRejectedException when it is compressed in a form this client does not read, or is damaged
    static byte[] unpack(byte[] stored, int sysFlag) {
        if (!SysFlag.has(sysFlag, SysFlag.COMPRESSED)) {
            return stored;
        }
        Compression form = Compression.of(sysFlag);
        Unpacked body = new Unpacked(2 * stored.length);
        try {
            form.codec().unpack(stored, body);
        } catch (IOException broken) {
            throw new MessageRejectedException(
                    "The body, compressed with " + form + ", is cut or damaged: " + broken.getMessage());
        }
        return body.toByteArray();
    }
}
