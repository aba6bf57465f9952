"""The ten groups of the taxonomy; an answer in the right group is only half wrong."""

GROUPS = {
    "reports": "report_temperature report_symptom report_travel report_exposure report_violation"
    " complain_service volunteer_donate request_human",
    "help": "request_supplies request_medicine request_medical request_errand psych_support",
    "coming and going": "ask_return_policy ask_report_procedure ask_departure_policy"
    " ask_overseas_entry ask_transport ask_entry_pass",
    "quarantine": "ask_quarantine_type ask_quarantine_rule ask_quarantine_duration"
    " ask_quarantine_cost",
    "risk and codes": "ask_close_contact ask_health_code ask_risk_level ask_epidemic_news"
    " ask_lockdown",
    "testing": "ask_test_site ask_test_requirement ask_test_result ask_test_method",
    "vaccine": "ask_vaccine_site ask_vaccine_schedule ask_vaccine_eligibility ask_vaccine_info",
    "protection": "ask_mask ask_disinfection ask_delivery ask_protection ask_symptom_care"
    " ask_disease_knowledge verify_rumor",
    "society": "ask_gathering ask_venue ask_school ask_work ask_supply_channel"
    " ask_relief_policy ask_penalty ask_contact",
    "talk": "smalltalk",
}

OF = {intent: group for group, intents in GROUPS.items() for intent in intents.split()}


def group(intent: str) -> str:
    return OF.get(intent, intent)
