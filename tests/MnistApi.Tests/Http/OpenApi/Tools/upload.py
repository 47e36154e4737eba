"""Uploads a file and a batch with a generated client. Arguments: the client's directory, the service's address, an image."""
import sys

sys.path.insert(0, sys.argv[1])

import openapi_client
from openapi_client.api.predictions_api import PredictionsApi

api = PredictionsApi(openapi_client.ApiClient(openapi_client.Configuration(host=sys.argv[2])))
image = sys.argv[3]
print(api.predict(image).digit)
print(*[item.prediction.digit for item in api.predict_batch([image, image]).items])
print(api.explain_prediction(image).digit)
