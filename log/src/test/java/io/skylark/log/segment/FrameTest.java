package io.skylark.log.segment;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

final class FrameTest {
    private static final long POSITION = 3L << 30;
    private final FrameReader reader = new FrameReader();

    @Test
    void readsBackWhatWasWritten() {
        ByteBuffer frame = frame("hello".getBytes(US_ASCII));

        assertThat(reader.fault(frame, 0, POSITION)).isNull();
        EntryView view = new EntryView();
        assertThat(FrameReader.read(frame, 0, POSITION, view)).isEqualTo(48);
        assertThat(view.typeCode()).isEqualTo(1);
        assertThat(view.index()).isEqualTo(7);
        assertThat(view.term()).isEqualTo(2);
        assertThat(view.time()).isEqualTo(1_700_000_000_000L);
        assertThat(view.position()).isEqualTo(POSITION + 40);
        assertThat(view.body()).isEqualTo(ByteBuffer.wrap("hello".getBytes(US_ASCII)));
    }

    @Test
    void hasTheDocumentedBytes() {
        assertThat(HexFormat.of().formatHex(frame("hello".getBytes(US_ASCII)).array())).isEqualTo("534b4c01" + "d19e7386" + "0000002d" + "01000000"
                + "0000000000000007" + "0000000000000002" + "0000018bcfe56800"
                + "68656c6c6f000000");
    }

    @Test
    void noticesEveryFlippedBit() {
        ByteBuffer frame = frame("some body".getBytes(US_ASCII));
        for (int bit = 0; bit < frame.capacity() * 8; bit++) {
            frame.array()[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(reader.fault(frame.clear(), 0, POSITION)).as("bit %d", bit).isNotNull();
            frame.array()[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertThat(reader.fault(frame.clear(), 0, POSITION)).isNull();
    }

    @Test
    void noticesEveryCut() {
        ByteBuffer frame = frame("some body".getBytes(US_ASCII));
        for (int size = 0; size < frame.capacity(); size++) {
            assertThat(reader.fault(frame.clear().limit(size), 0, POSITION)).as("%d bytes", size).isNotNull();
        }
    }

    @Test
    void isWholeAtItsOwnPlaceOnly() {
        ByteBuffer frame = frame("hello".getBytes(US_ASCII));
        assertThat(reader.fault(frame, 0, POSITION + 8)).contains("checksum");
        assertThat(reader.fault(frame, 0, POSITION + (1L << 30))).contains("checksum");
        assertThat(reader.fault(frame, 0, POSITION + (1L << 36))).contains("checksum");
    }

    @Test
    void tellsAnUnknownVersionFromOtherBytes() {
        ByteBuffer frame = frame("hello".getBytes(US_ASCII));
        frame.put(3, (byte) 2);
        assertThat(reader.fault(frame, 0, POSITION)).isEqualTo("format version 2 is not known here");
        frame.putInt(0, 0);
        assertThat(reader.fault(frame, 0, POSITION)).isEqualTo("no frame magic but 0x0");
    }

    @Test
    void closesASegmentWithPadding() {
        ByteBuffer segment = ByteBuffer.allocate(128);
        new FrameWriter().pad(segment, 24, 104, 7, 2, POSITION + 24);
        segment.clear();

        assertThat(reader.fault(segment, 24, POSITION + 24)).isNull();
        EntryView view = new EntryView();
        assertThat(FrameReader.read(segment, 24, POSITION + 24, view)).isEqualTo(128);
        assertThat(view.typeCode()).isEqualTo(EntryType.PADDING.code());
        segment.put(100, (byte) 1);
        assertThat(reader.fault(segment, 24, POSITION + 24)).contains("not zero");
    }

    @Test
    void fitsWhenItFillsTheRestOrLeavesRoomForPadding() {
        assertThat(FrameLayout.fits(48, 48)).isTrue();
        assertThat(FrameLayout.fits(48, 88)).isTrue();
        assertThat(FrameLayout.fits(48, 56)).isFalse();
        assertThat(FrameLayout.fits(48, 80)).isFalse();
        assertThat(FrameLayout.fits(48, 40)).isFalse();
    }

    private static ByteBuffer frame(byte[] body) {
        ByteBuffer frame = ByteBuffer.allocate(FrameLayout.frameBytes(body.length));
        frame.put(FrameLayout.HEADER_BYTES, body);
        new FrameWriter().seal(frame, 0, body.length, 1, 7, 2, 1_700_000_000_000L, POSITION);
        return frame.clear();
    }
}
