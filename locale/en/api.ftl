# What the JSON interface says to people who program with it.
api-requirements-none = no requirements
api-requirements-unknown = requirements not stated
api-problem-parameters-title = Request with unusable parameters
api-problem-parameters = These parameters could not be read: { $parameters }.
api-problem-parameter = “{ $parameter }” with the value “{ $value }”: { $reason }
api-problem-not-found-title = Not found
api-problem-not-found-offer = There is no offer with this id here, or it is no longer shown.
api-problem-not-found-kennzahl = There is no Kennzahl with this code. All codes are listed in /api/v1/kennzahlen.
api-problem-not-found-data = There are no public data of this Kennzahl for this area and year.
api-problem-not-found-path = There is no such address in this interface. All addresses are listed in /api/v1/openapi.json.
api-problem-method-title = Read only
api-problem-method = This address can only be read (GET).
api-problem-internal-title = Error on our side
api-problem-internal = The answer could not be produced. Please try again later.
