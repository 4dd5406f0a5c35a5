/** Where sources come from, and what is looked at before anything is made of them. */
package omgservers.builder.source;
