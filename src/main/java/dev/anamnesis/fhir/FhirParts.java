package dev.anamnesis.fhir;

import dev.anamnesis.audit.AccessLog;
import dev.anamnesis.audit.AccessSearch;
import dev.anamnesis.audit.Commits;
import dev.anamnesis.audit.Makers;
import dev.anamnesis.audit.proof.HeadWriter;
import dev.anamnesis.eventstore.FactLog;
import dev.anamnesis.fhir.act.ActParts;
import dev.anamnesis.fhir.profile.Profiles;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.projection.CompartmentHistory;
import dev.anamnesis.projection.History;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.search.Searches;
import dev.anamnesis.r4.search.SearchParameters;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the FHIR room is built on.
 *
 * @param ids makes the id of a created resource
 * @param clock tells what is only imagined when it would have been
 * @param baseUrl the public base of links; empty to take it from each request
 * @param maxBody the largest request body, in bytes, after decompression
 * @param started when this server started, for the CapabilityStatement
 */
public record FhirParts(
    Ledger ledger,
    Resources resources,
    History history,
    ResourceTypes types,
    AccessLog accesses,
    Searches searches,
    SearchParameters parameters,
    AccessSearch audit,
    HeadWriter heads,
    Conditions conditions,
    ActParts acts,
    Supplier<String> ids,
    FactLog facts,
    Makers makers,
    Commits commits,
    CompartmentHistory compartments,
    Profiles profiles,
    InstantSource clock,
    Optional<String> baseUrl,
    int maxBody,
    Instant started) {}
