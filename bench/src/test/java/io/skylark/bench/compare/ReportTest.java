package io.skylark.bench.compare;

import io.skylark.bench.peer.Peer;
import io.skylark.bench.peer.RunningPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class ReportTest {
    private record NamedPeer(String name, String description) implements Peer {
        @Override
        public RunningPeer start(Path folder) {
            throw new UnsupportedOperationException("only named here");
        }
    }

    private static Figures figures(double perSecond, double p50, double cpu) {
        return new Figures(perSecond, perSecond / 1000, p50, p50 * 2, p50 * 3, cpu, 100, 25, 0);
    }

    @Test
    void eachFigureHasItsOwnMedian() {
        assertThat(Figures.median(List.of(figures(10, 5, 1), figures(30, 3, 3), figures(20, 4, 2))))
                .isEqualTo(new Figures(20, 0.02, 4, 8, 12, 2, 100, 25, 0));
        assertThat(Figures.median(1, 2, 10, 4)).isEqualTo(3);
        assertThat(Figures.median()).isZero();
    }

    @Test
    void failuresAreNotHiddenByTheMedian() {
        Figures failed = new Figures(1, 1, 1, 1, 1, 1, 1, 1, 77);
        assertThat(Figures.median(List.of(figures(1, 1, 1), failed, figures(1, 1, 1))).failures()).isEqualTo(77);
    }

    @Test
    void numbersHaveThreeDigits() {
        assertThat(List.of(Table.number(0), Table.number(1.234), Table.number(12.34), Table.number(123.4),
                Table.number(1_234_567.8))).containsExactly("0", "1.23", "12.3", "123", "1,234,568");
        assertThat(Table.ratio(6, 2)).isEqualTo("3.00");
        assertThat(Table.ratio(6, 0)).isEqualTo("-");
    }

    @Test
    void columnsLineUp() {
        Table table = new Table(1, List.of("name", "count"));
        table.add(List.of("a", "1"));
        table.add(List.of("longer", "12,345"));
        assertThat(table.render()).isEqualTo("""
                | name   |  count |
                | ------ | ------:|
                | a      |      1 |
                | longer | 12,345 |
                """);
        assertThatThrownBy(() -> table.add(List.of("x"))).hasMessageContaining("1 cells in a table of 2");
    }

    @Test
    void ratiosAreAgainstTheFirstPeerAndFailedRowsAreTold() {
        Row send = new Row("send", "send it", true, bed -> figures(0, 0, 0));
        Row pull = new Row("pull", "pull it", true, bed -> figures(0, 0, 0));
        Map<String, StartFigures> starts = new LinkedHashMap<>();
        starts.put("one", new StartFigures(4000, 5000, 2000));
        starts.put("two", new StartFigures(400, 500, 100));
        Report report = new Report(
                List.of(new NamedPeer("one", "the first"), new NamedPeer("two", "the second")),
                List.of(new Report.Line(send, "one", figures(1000, 60, 30), ""),
                        new Report.Line(send, "two", figures(6000, 20, 3), ""),
                        new Report.Line(pull, "one", null, "it went away"),
                        new Report.Line(pull, "two", figures(7000, 20, 3), "")),
                starts, new Report.Setting(3, Duration.ofSeconds(10), "disk 300 MB/s", 2L << 30, 7.25));

        String text = report.render();

        assertThat(text).contains("median of 3", "10.0 s a row", "The machine: disk 300 MB/s.", "2048 MiB of free memory", "not quiet: load average 7.3",
                "- one: the first",
                "- pull on one: it went away");
        assertThat(row(text, "| two ")).containsExactly("two", "400", "500", "100", "10.0", "20.0");
        assertThat(row(text, "| send it | two ")).containsExactly("send it", "two", "6,000", "6.00", "20.0", "40.0",
                "60.0", "3.00", "100", "25.0", "0", "6.00", "3.00", "3.00", "10.0", "1.00");
        assertThat(row(text, "| pull it | one ")).contains("all", "-");
        assertThat(row(text, "| pull it | two ")).endsWith("-", "-", "-", "-", "-");
    }

    private static List<String> row(String text, String start) {
        String line = text.lines().filter(each -> each.startsWith(start)).findFirst().orElse("");
        return List.of(line.substring(1).replace('|', ';').split(";")).stream().map(String::strip).toList();
    }

    @Test
    void rowsAreChosenByIdBeginningOrSet() {
        assertThat(Rows.choose(List.of("goals"))).extracting(Row::id).containsExactly(
                "send-1k", "send-100", "send-1k-w1", "pull-1k", "e2e-1k", "client-1k");
        assertThat(Rows.choose(List.of("pull*", "send-1k", "pull-1k"))).extracting(Row::id)
                .containsExactly("pull-1k", "pull-100", "pull-16k", "pull-tag", "pull-sql", "send-1k");
        assertThat(Rows.choose(List.of("all"))).hasSameSizeAs(Rows.all());
        assertThat(Rows.all()).extracting(Row::id).doesNotHaveDuplicates();
        assertThatThrownBy(() -> Rows.choose(List.of("sent"))).hasMessageContaining("no row sent; there are goals");
    }
}
