package dev.anamnesis.r4.validate;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.path.Item;
import java.util.List;

/** Resources whose shape is right, with the rules they break and where. */
final class Samples {

  private static final String VS = "http://hl7.org/fhir/ValueSet/";
  private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical";
  private static final String DIV =
      "'text':{'status':'generated','div':'<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">%s</div>'}";

  record Sample(String json, List<String> broken) {
    Item root() {
      Json.Obj resource = (Json.Obj) Json.parse(json);
      return Item.root(resource.string("resourceType").orElseThrow(), resource);
    }
  }

  static final List<Sample> ALL =
      List.of(
          appointment("'status':'proposed'"),
          appointment("'status':'booked'", "app-3 Appointment"),
          appointment(
              "'status':'booked','start':'2024-01-01T10:00:00Z'",
              "app-2 Appointment",
              "app-3 Appointment"),
          appointment("'status':'proposed','cancelationReason':{'text':'x'}", "app-4 Appointment"),
          appointment(
              "'status':'gone'", "app-3 Appointment", VS + "appointmentstatus Appointment.status"),
          of(
              "Appointment",
              "'status':'proposed','participant':[{'status':'accepted'}]",
              "app-1 Appointment.participant[0]"),
          of("Patient", "'gender':'male','active':true"),
          of("Patient", "'gender':'Male'", VS + "administrative-gender Patient.gender"),
          of("Patient", "'_gender':{'extension':[{'url':'http://a.b/c','valueString':'x'}]}"),
          of("Patient", "'name':[{'id':'a'}]", "ele-1 Patient.name[0]"),
          of("Patient", "'contact':[{'gender':'male'}]", "pat-1 Patient.contact[0]"),
          of("Patient", "'telecom':[{'value':'1'}]", "cpt-2 Patient.telecom[0]"),
          of("Patient", "'extension':[{'url':'http://a.b/c'}]", "ext-1 Patient.extension[0]"),
          of(
              "Patient",
              "'birthDate':'1974','_birthDate':{'extension':[{'url':'http://a.b/c'}]}",
              "ext-1 Patient.birthDate.extension[0]"),
          of(
              "Patient",
              "'managingOrganization':{'reference':'#o'}",
              "ref-1 Patient.managingOrganization"),
          of("Patient", "'managingOrganization':{'display':'o'}"),
          of(
              "Patient",
              "'contained':[{'resourceType':'Organization','id':'o','name':'O'}],'managingOrganization':{'reference':'#o'}"),
          of(
              "Patient",
              "'contained':[{'resourceType':'Organization','id':'o','name':'O'}]",
              "dom-3 Patient"),
          of(
              "Patient",
              "'contained':[{'resourceType':'Organization','id':'o','name':'O'}],'managingOrganization':{'display':'#o'}",
              "dom-3 Patient"),
          of(
              "Patient",
              "'contained':[{'resourceType':'Organization','id':'o'}],'managingOrganization':{'reference':'#o'}",
              "org-1 Patient.contained[0]"),
          of(
              "Patient",
              "'contained':[{'resourceType':'Organization','id':'o','name':'O','meta':{'versionId':'1'}}],'managingOrganization':{'reference':'#o'}",
              "dom-4 Patient"),
          of(
              "Patient",
              "'identifier':[{'value':'1','period':{'start':'2024-02','end':'2024-01'}}]",
              "per-1 Patient.identifier[0].period"),
          of(
              "Patient",
              "'identifier':[{'value':'1','use':'mine'}]",
              VS + "identifier-use Patient.identifier[0].use"),
          of("Patient", DIV.formatted("ok <b>b</b>")),
          of("Patient", DIV.formatted(" "), "txt-2 Patient.text.div"),
          of("Observation", "'status':'final','code':{'text':'x'}"),
          of(
              "Observation",
              "'status':'final','code':{'text':'x'},'valueString':'a','dataAbsentReason':{'text':'b'}",
              "obs-6 Observation"),
          of(
              "Observation",
              "'status':'final','code':{'text':'x'},'valueQuantity':{'value':1,'code':'mg'}",
              "qty-3 Observation.value"),
          of(
              "Observation",
              "'status':'final','code':{'text':'x'},'referenceRange':[{'low':{'value':1,'comparator':'<'}}]",
              "sqty-1 Observation.referenceRange[0].low"),
          of(
              "Observation",
              "'status':'final','code':{'text':'x'},'referenceRange':[{'age':{'low':{'value':2},'high':{'value':1}}}]",
              "obs-3 Observation.referenceRange[0]",
              "rng-2 Observation.referenceRange[0].age"),
          of(
              "Observation",
              "'status':'done','code':{'text':'x'}",
              VS + "observation-status Observation.status"),
          of(
              "Condition",
              "'subject':{'display':'x'},'clinicalStatus':{'coding':[{'system':'"
                  + CLINICAL
                  + "','code':'active'}]}"),
          of(
              "Condition",
              "'subject':{'display':'x'},'clinicalStatus':{'coding':[{'system':'"
                  + CLINICAL
                  + "','code':'acute'}]}",
              VS + "condition-clinical Condition.clinicalStatus"),
          of(
              "Condition",
              "'subject':{'display':'x'},'clinicalStatus':{'text':'active'}",
              VS + "condition-clinical Condition.clinicalStatus"),
          of("Condition", "'subject':{'display':'x'},'abatementString':'x'", "con-4 Condition"),
          of("Invoice", "'status':'issued','totalNet':{'value':1,'currency':'NZD'}"),
          of(
              "Invoice",
              "'status':'issued','totalNet':{'value':1,'currency':'XYZ'}",
              VS + "currencies Invoice.totalNet.currency"),
          of(
              "MedicationRequest",
              "'status':'active','intent':'order','medicationReference':{'display':'x'},'subject':{'display':'x'},'dosageInstruction':[{'timing':{'repeat':{'duration':1}}}]",
              "tim-1 MedicationRequest.dosageInstruction[0].timing.repeat"),
          of(
              "MedicationRequest",
              "'status':'active','intent':'order','medicationReference':{'display':'x'},'subject':{'display':'x'},'dosageInstruction':[{'timing':{'repeat':{'when':['C','XX']}}}]",
              VS + "event-timing MedicationRequest.dosageInstruction[0].timing.repeat.when[1]"),
          of("Bundle", "'type':'collection','total':1", "bdl-1 Bundle"),
          of(
              "Bundle",
              "'type':'collection','entry':[{'fullUrl':'http://a.b/Patient/1','resource':{'resourceType':'Patient','id':'1','gender':'x'}}]",
              VS + "administrative-gender Bundle.entry[0].resource.gender"),
          of(
              "Questionnaire",
              "'status':'draft','item':[{'linkId':'1','type':'display','item':[{'linkId':'1','type':'string'}]}]",
              "que-2 Questionnaire",
              "que-1 Questionnaire.item[0]"));

  private Samples() {}

  private static Sample appointment(String members, String... broken) {
    return of(
        "Appointment",
        members + ",'participant':[{'status':'accepted','actor':{'display':'x'}}]",
        broken);
  }

  private static Sample of(String type, String members, String... broken) {
    String json = "{'resourceType':'" + type + "'," + members + "}";
    return new Sample(json.replace('\'', '"'), List.of(broken));
  }
}
