package io.skylark.client.message;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/// zlib, by the JDK.
final class ZlibCodec implements BodyCodec {
    private static final int CHUNK_BYTES = 8192;

    @Override
    public byte[] pack(byte[] body) {
        Deflater deflater = new Deflater(LEVEL);
        try {
            deflater.setInput(body);
            deflater.finish();
            ByteArrayOutputStream target = new ByteArrayOutputStream(body.length / 2);
            byte[] chunk = new byte[CHUNK_BYTES];
            while (!deflater.finished()) {
                target.write(chunk, 0, deflater.deflate(chunk));
            }
            return target.toByteArray();
        } finally {
            deflater.end();
        }
    }

    @Override
    public void unpack(byte[] packed, OutputStream target) throws IOException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            byte[] chunk = new byte[CHUNK_BYTES];
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                target.write(chunk, 0, count);
                if (count == 0 && !inflater.finished()) {
                    throw new EOFException("its end is missing");
                }
            }
        } catch (DataFormatException damaged) {
            throw new ZipException(damaged.getMessage());
        } finally {
            inflater.end();
        }
    }
}
