/** Long lists are read in slices that go on where the one before ended, never by counting rows. */
package omgservers.shared.paging;
