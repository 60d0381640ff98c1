import type {
  ExamplesPage,
  FeedbackBody,
  ModelBody,
  ModelStateBody,
  ModelVersionsPage,
} from '../../shared/contracts/learning-responses.ts';
import type { Feedback } from '../../shared/domain/feedback.ts';
import type { LabelledExample } from '../../shared/domain/labelled-example.ts';
import { modelIn, type PublishedModel } from '../../shared/domain/published-model.ts';
import type { PublishedDocument } from '../../shared/ports.ts';
import type { ModelInForce } from '../../shared/usecases/publish-model.ts';
import { publishedView, versionView } from './handbook-views.ts';

const iso = (at: number): string => new Date(at).toISOString();

export function feedbackView(feedback: Feedback): FeedbackBody {
  const { turn_id, verdict, scenario = null, guess, confidence, model, comment = null, by, at } = feedback;
  return { message_id: turn_id, verdict, scenario, guess, confidence, model, comment, by, at: iso(at) };
}

export function exampleView({
  turn_id,
  text,
  label,
  by,
  at,
}: LabelledExample): ExamplesPage['items'][number] {
  return { message_id: turn_id, text, label, by, at: iso(at) };
}

export function modelStateView({ version, model, published }: ModelInForce): ModelStateBody {
  return { version, ...publishedView(published), model: model ? modelView(model) : null };
}

export function modelVersionView(document: PublishedDocument): ModelVersionsPage['items'][number] {
  const model = modelIn(document.body);
  return { ...versionView(document), model: model ? modelView(model) : null };
}

function modelView({ id, parts, sha256, over, figures }: PublishedModel): ModelBody {
  return { id, parts, sha256, over, figures: figures as ModelBody['figures'] };
}
