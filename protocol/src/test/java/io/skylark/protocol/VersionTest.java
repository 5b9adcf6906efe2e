package io.skylark.protocol;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VersionTest {
    @Test
    void namesReleasesAsRocketMqDoes() {
        assertThat(Version.name(Version.CURRENT)).isEqualTo(Version.CURRENT_NAME);
        assertThat(Version.name(213)).isEqualTo("V4_0_0");
        assertThat(Version.name(355)).isEqualTo("V4_7_1");
        assertThat(Version.name(409)).isEqualTo("V4_9_8");
        assertThat(Version.name(441)).isEqualTo("V5_1_4");
        assertThat(Version.name(493)).isEqualTo("V5_4_0");
    }

    @Test
    void namesSnapshotsAfterTheReleaseThatFollows() {
        assertThat(Version.name(232)).isEqualTo("V4_1_0_SNAPSHOT");
    }

    @Test
    void saysOfVeryOldOnesOnlyThatTheyAre() {
        assertThat(Version.name(79)).isEqualTo("V3");
        assertThat(Version.name(0)).isEqualTo("V3");
    }
}
