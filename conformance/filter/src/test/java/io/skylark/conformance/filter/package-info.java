/// Our filters beside those of Apache RocketMQ: the same texts, the same properties, the same outcome. Entry class:
/// [FiltersAgreeTest].
@NullMarked
package io.skylark.conformance.filter;

import org.jspecify.annotations.NullMarked;
