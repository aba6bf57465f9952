"""What somebody hears who may not do what they said."""

NOT_STAFF = "这句话是给社区工作人员用的。您要是想登记自己的情况，直接说就行；需要帮忙回复“转人工”。"
