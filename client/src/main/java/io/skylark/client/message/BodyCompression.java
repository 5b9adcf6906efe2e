package io.skylark.client.message;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.SysFlag;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Compression of bodies: zlib is written and read. LZ4 and ZSTD, which newer RocketMQ producers can be told to use,
/// are refused with an error that names them.
///
/// @param threshold bodies of this many bytes and more are compressed; [#NEVER] switches it off
public record BodyCompression(int threshold) {
    public static final int NEVER = Integer.MAX_VALUE;

    /// As RocketMQ producers do: bodies over 4 KiB.
    public static final BodyCompression STANDARD = new BodyCompression(4096 + 1);

    /// A middle way between speed and size.
    private static final int LEVEL = 5;

    /// No body may become larger than this when it is unpacked: a frame and more.
    private static final int MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

    private static final int CHUNK_BYTES = 8192;

    /// @param sysFlag the bits that say how `bytes` are compressed, 0 when they are not
    record Compressed(byte[] bytes, int sysFlag) {}

    Compressed compress(byte[] body) {
        if (body.length < threshold) {
            return new Compressed(body, 0);
        }
        Deflater deflater = new Deflater(LEVEL);
        try {
            deflater.setInput(body);
            deflater.finish();
            ByteArrayOutputStream target = new ByteArrayOutputStream(body.length / 2);
            byte[] chunk = new byte[CHUNK_BYTES];
            while (!deflater.finished()) {
                target.write(chunk, 0, deflater.deflate(chunk));
            }
            return new Compressed(target.toByteArray(), SysFlag.COMPRESSED | SysFlag.COMPRESSION_ZLIB);
        } finally {
            deflater.end();
        }
    }

    /// @throws MessageRejectedException when the body is compressed in a form this client does not read
    static void checkReadable(int sysFlag) {
        if (!SysFlag.has(sysFlag, SysFlag.COMPRESSED)) {
            return;
        }
        int form = sysFlag & SysFlag.COMPRESSION_MASK;
        if (form == SysFlag.COMPRESSION_LZ4 || form == SysFlag.COMPRESSION_ZSTD) {
            throw new MessageRejectedException("The body is compressed with "
                    + (form == SysFlag.COMPRESSION_LZ4 ? "LZ4" : "ZSTD")
                    + ", which this client does not read; let the producer use zlib");
        }
    }

    /// The body as it was sent.
    ///
    /// @throws MessageRejectedException when it is compressed in a form this client does not read, or is damaged
    static byte[] unpack(byte[] stored, int sysFlag) {
        if (!SysFlag.has(sysFlag, SysFlag.COMPRESSED)) {
            return stored;
        }
        checkReadable(sysFlag);
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stored);
            ByteArrayOutputStream target = new ByteArrayOutputStream(stored.length * 2);
            byte[] chunk = new byte[CHUNK_BYTES];
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                target.write(chunk, 0, count);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new MessageRejectedException("The compressed body is cut");
                }
                if (target.size() > MAX_UNPACKED_BYTES) {
                    throw new MessageRejectedException(
                            "The compressed body unpacks to more than " + MAX_UNPACKED_BYTES + " bytes");
                }
            }
            return target.toByteArray();
        } catch (DataFormatException damaged) {
            throw new MessageRejectedException("The compressed body is damaged: " + damaged.getMessage());
        } finally {
            inflater.end();
        }
    }
}
