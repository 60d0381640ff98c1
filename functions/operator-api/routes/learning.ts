import { getExamples, getFeedback, getFeedbackSummary, getMisclassified, postFeedback } from '../feedback.ts';
import {
  getModel,
  getModelPart,
  getModelVersions,
  postModel,
  postModelRollback,
  putModelPart,
} from '../models.ts';
import type { OperatorRoute } from '../operator-route.ts';

/** How turns were understood, and what the classifier learns from that. */
export const LEARNING_ROUTES: OperatorRoute[] = [
  { for: 'operator', method: 'GET', path: '/api/feedback', handler: getFeedback },
  { for: 'operator', method: 'POST', path: '/api/feedback', handler: postFeedback },
  { for: 'operator', method: 'GET', path: '/api/feedback/summary', handler: getFeedbackSummary },
  { for: 'operator', method: 'GET', path: '/api/feedback/misclassified', handler: getMisclassified },
  { for: 'admin', method: 'GET', path: '/api/admin/examples', handler: getExamples },
  { for: 'admin', method: 'GET', path: '/api/admin/models', handler: getModel },
  { for: 'admin', method: 'POST', path: '/api/admin/models', handler: postModel, audit: 'model.published' },
  { for: 'admin', method: 'GET', path: '/api/admin/models/versions', handler: getModelVersions },
  {
    for: 'admin',
    method: 'POST',
    path: '/api/admin/models/rollback',
    handler: postModelRollback,
    audit: 'model.rolled_back',
  },
  { for: 'admin', method: 'GET', path: '/api/admin/models/{model_id}/parts/{part}', handler: getModelPart },
  { for: 'admin', method: 'PUT', path: '/api/admin/models/{model_id}/parts/{part}', handler: putModelPart },
];
