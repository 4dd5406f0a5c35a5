/** Who changed what, when and from where: written with every administrative change. */
package omgservers.shared.audit;
