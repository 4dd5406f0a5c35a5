/** Slots that go from one shard to another while the installation works; decision 0038. */
package omgservers.shared.moves;
