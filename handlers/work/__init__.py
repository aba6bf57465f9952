"""Whatever somebody must see to, by chat: dangers, requests, forms, and staff who take them on."""
