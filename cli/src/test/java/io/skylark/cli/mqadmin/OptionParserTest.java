package io.skylark.cli.mqadmin;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OptionParserTest {
    private static final CommandTable TABLE = CommandTable.load();

    private static Options parse(String command, String... words) {
        return OptionParser.parse(TABLE.find(command).orElseThrow(), List.of(words));
    }

    private static void refuses(String message, String command, String... words) {
        assertThatThrownBy(() -> parse(command, words)).isInstanceOf(UsageException.class).hasMessage(message);
    }

    @Test
    void readsAllSpellingsOfAnOption() {
        for (String[] words : List.of(
                new String[] {"-t", "orders", "-c", "C"}, new String[] {"-torders", "-c=C"},
                new String[] {"--topic", "orders", "--clusterName=C"}, new String[] {"--topi=orders", "--cl", "C"},
                new String[] {"-t", "\"orders\"", "-c", " C ", "more", "words"})) {
            Options options = parse("updateTopic", words);
            assertThat(options.need("t")).isEqualTo("orders");
            assertThat(options.need("c")).isEqualTo("C");
        }
    }

    @Test
    void readsShortNamesOfTwoLettersAndNumbersBelowZero() {
        assertThat(parse("updateStaticTopic", "-t", "a", "-qn", "4", "-c", "C").need("qn")).isEqualTo("4");
        assertThat(parse("resetOffsetByTime", "-g", "g", "-t", "a", "-s", "-1").need("s")).isEqualTo("-1");
    }

    @Test
    void saysWhatIsWrongInTheWordsOfTheOriginal() {
        refuses("Missing required option: t", "updateTopic", "-c", "C");
        refuses("Missing required options: [-b create topic to which broker, -c create topic to which cluster], t",
                "updateTopic");
        refuses("The option 'b' was specified but an option from this group has already been selected: 'c'",
                "updateTopic", "-t", "a", "-c", "C", "-b", "b:1");
        refuses("Unrecognized option: -zz", "updateTopic", "-t", "a", "-zz", "1");
        refuses("Unrecognized option: --nothing", "updateTopic", "--nothing");
        refuses("Missing argument for option: c", "updateTopic", "-t", "a", "-c");
        refuses("Missing argument for option: t", "updateTopic", "-t", "-c", "C");
        refuses("Ambiguous option: '--consume'  (could be: 'consumeEnable', 'consumeFromMinEnable', "
                + "'consumeBroadcastEnable', 'consumeMessageOrderly')", "updateSubGroup", "--consume", "true");
    }
}
